"""What the studio is doing, in one word."""

from __future__ import annotations

from enum import StrEnum


class StudioState(StrEnum):
    """States of the one training run that there can be."""

    IDLE = "idle"
    PREPARING = "preparing"
    TRAINING = "training"
    PAUSED = "paused"
    STOPPING = "stopping"
