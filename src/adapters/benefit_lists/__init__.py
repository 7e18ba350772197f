"""Files with lists that calculations of social payments rest on."""
