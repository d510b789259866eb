"""Training throughput: the studio's engine and the usual ways to write the same, in turns."""
