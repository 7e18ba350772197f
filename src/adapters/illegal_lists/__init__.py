"""Lists of illegal amounts in files."""
