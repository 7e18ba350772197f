"""Use cases put together from their parts; which adapters these are, only the composition root says."""
