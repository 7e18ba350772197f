"""The store, the register and the clock in the memory of the process: for tests and for trying things out."""
