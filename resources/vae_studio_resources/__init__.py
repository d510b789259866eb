"""Icons, themes, fonts and presets, read through ``importlib.resources``."""
