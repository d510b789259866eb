"""A whole run of the studio in its window, with the live grid off: what the window costs by itself."""

from __future__ import annotations

import numpy as np

from vae_studio.gui.live_mode import LiveMode
from vae_studio_bench.throughput.models import Model
from vae_studio_bench.throughput.peers.studio_window import StudioWindow


class StudioWindowGridOff(StudioWindow):
    """See :class:`~vae_studio_bench.throughput.trainer.Trainer`."""

    def __init__(self, images: np.ndarray, model: Model, learning_rate: float, seed: int):
        super().__init__(images, model, learning_rate, seed)
        self.studio.set_live_mode(LiveMode.OFF)


TRAINER = StudioWindowGridOff
