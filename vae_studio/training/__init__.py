"""Compiled steps, the loop, events, checkpoints and devices. Knows no thread and no Qt."""
