"""Places that outgoing files are written to."""
