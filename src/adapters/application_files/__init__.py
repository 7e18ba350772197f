"""Applications for return and for social payments as JSON files."""
