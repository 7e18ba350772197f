"""Ways into the product: the command line; later HTTP and a worker."""
