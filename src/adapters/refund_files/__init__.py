"""Applications for return as JSON files."""
