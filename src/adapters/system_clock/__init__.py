"""Clocks: the machine's, and one that stands still."""
