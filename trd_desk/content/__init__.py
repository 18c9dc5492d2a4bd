"""What the guidelines say, as validated, versioned data."""
