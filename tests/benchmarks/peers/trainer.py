"""What every contestant offers to the process that runs it."""

from typing import Protocol

import numpy as np
from turns import CountedTurn, TimedTurn


class Trainer(Protocol):
    """A reference model in training; ``TRAINER`` of each module of this folder makes one.

    It is made of uint8 images ``[N, 28, 28, 1]`` that are 0 or 255, `batch_size`, `learning_rate` (of
    Adam) and `seed`.
    """

    @property
    def parameters(self) -> int:
        """How many numbers training changes."""

    def train(self, turn: CountedTurn | TimedTurn) -> None:
        """Go on training, and tell `turn` after every step (or several) until it is over."""

    def negative_elbo(self, images: np.ndarray) -> float:
        """Return the mean over images, nats, for one draw of z each."""
