"""Sources of state register data."""
