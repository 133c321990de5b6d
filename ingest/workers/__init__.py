"""Files found and read in worker processes with limits."""
