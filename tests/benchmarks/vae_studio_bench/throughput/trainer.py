"""What every contestant offers to the process that runs it."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from vae_studio_bench.throughput.models import Model
from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn


class Trainer(Protocol):
    """A model in training; ``TRAINER`` of each module of ``peers`` makes one.

    It is made of uint8 images ``[N, H, W, C]`` that are 0 or 255, the model, the learning rate (of Adam) and
    the seed.
    """

    def __init__(self, images: np.ndarray, model: Model, learning_rate: float, seed: int) -> None: ...

    @property
    def parameters(self) -> int:
        """How many numbers training changes."""

    def train(self, turn: CountedTurn | TimedTurn) -> None:
        """Go on training, and tell `turn` after every step (or several) until it is over."""

    def negative_elbo(self, images: np.ndarray) -> float:
        """Return the mean over images, nats, for one draw of z each."""
