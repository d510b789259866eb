"""Saving and copying whatever a view shows: one description, one dialog, every format."""
