"""What the chief of several workers tells the others, and hears from them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np

from vae_studio.training.agreement import Agreement


class Order(IntEnum):
    """What the chief tells the others."""

    BEGIN = 1
    """Make the engine; the number of parts of a batch follows."""
    STEPS = 2
    """Take some steps; the first one and how many follow."""
    COMPLETED, STOPPED, FAILED = 3, 4, 5
    """The run has ended so."""

    @property
    def ending(self) -> str:
        """How the run ended, as ``Finished.status`` has it; empty while it goes on."""
        return self.name.lower() if self >= Order.COMPLETED else ""


class Orders:
    """What the chief says and the others hear.

    Parameters
    ----------
    agreement
        By which it is exchanged.
    """

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement

    def begin(self, shards: int) -> None:
        """Have all workers make their engines."""
        self._exchange([Order.BEGIN, shards, 0])

    def steps(self, first: int, count: int) -> bool:
        """Have all workers take some steps, and return whether one of them was asked to stop."""
        return bool(self._exchange([Order.STEPS, first, count])[3])

    def end(self, status: str) -> None:
        """Tell all workers how the run ended."""
        self._exchange([Order[status.upper()], 0, 0])

    def take(self, *, stop: bool) -> tuple[Order, int, int]:
        """Return what the chief says next; it hears whether this worker was asked to stop."""
        order, first, second, _ = self._exchange([0, 0, 0], stop=stop)
        return Order(order), int(first), int(second)

    def _exchange(self, words: Sequence[int], *, stop: bool = False) -> np.ndarray:
        return self.agreement.sum(np.array([*words, int(stop)], np.int64))
