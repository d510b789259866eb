"""Grids, encodings and their files: arrays in, arrays out."""
