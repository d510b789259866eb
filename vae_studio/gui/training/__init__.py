"""The Training dock: conducting a run, its settings, its progress and its curves."""
