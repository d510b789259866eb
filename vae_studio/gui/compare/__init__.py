"""Two runs on the same data, side by side."""
