"""When the latent grid is redrawn while a run trains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from vae_studio.training.control import Control

INTERVAL = 0.5
"""Seconds between two live pictures: redrawing more often costs training time."""
FIRST_STEPS = 100
MOST_STEPS = 100_000


class LiveMode(StrEnum):
    """What the grid follows."""

    ALWAYS = "always"
    EVERY_EPOCH = "every epoch"
    EVERY_STEPS = "every steps"
    OFF = "off"


@dataclass(frozen=True)
class LiveDrawing:
    """When the grid is redrawn.

    Attributes
    ----------
    mode
        After a time, an epoch, a number of steps, or never.
    steps
        How many steps, where it is that.
    """

    mode: LiveMode = LiveMode.ALWAYS
    steps: int = FIRST_STEPS

    def apply(self, control: Control, picture: Callable[[], object]) -> None:
        """Have a training make its pictures like this."""
        control.live_interval = INTERVAL
        control.live_steps = self.steps if self.mode is LiveMode.EVERY_STEPS else None
        control.live_epochs = self.mode is LiveMode.EVERY_EPOCH
        control.live = None if self.mode is LiveMode.OFF else picture
