"""Ways in and out: case files, assessments, whole records."""
