"""Applications for social payments as JSON files."""
