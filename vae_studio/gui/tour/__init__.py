"""The first-run tour: four steps around the window."""
