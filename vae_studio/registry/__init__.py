"""Finds plugins through entry points and keeps the broken ones as data. Imports no TensorFlow."""
