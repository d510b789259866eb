"""The Dataset panel: where the examples come from and what they look like."""
