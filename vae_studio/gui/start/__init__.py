"""The start screen: presets as cards, while there is no run."""
