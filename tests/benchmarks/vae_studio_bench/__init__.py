"""Benchmarks of VAE Studio: one command, one table, measured beside what they are compared with."""
