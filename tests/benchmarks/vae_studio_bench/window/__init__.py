"""A whole session in the real window, driven by its own events."""
