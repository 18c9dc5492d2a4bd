"""What the clinician recorded: case facts, log entries and the patient folded from them."""
