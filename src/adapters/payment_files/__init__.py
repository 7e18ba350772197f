"""Files of payment messages (MT102, MT100): reading them from any bank and writing our own."""
