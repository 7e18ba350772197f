"""Files with snapshots of the register of payers."""
