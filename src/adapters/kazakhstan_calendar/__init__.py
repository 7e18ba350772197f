"""Working days of Kazakhstan: the `holidays` package and a table of transferred days."""
