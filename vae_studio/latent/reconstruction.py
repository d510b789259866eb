"""Examples beside what a model makes of them, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from vae_studio.api import SpecError

Order: TypeAlias = Literal["worst", "best", "random"]
ORDERS: tuple[Order, ...] = ("worst", "best", "random")


@dataclass(frozen=True)
class Reconstructions:
    """Some examples of a split, encoded and decoded again.

    Attributes
    ----------
    indices
        Which examples of the dataset they are, int64 ``[N]``.
    x
        The examples, scaled but not binarised, float32 ``[N, *data_shape]``.
    reconstruction
        Mean of the decoder at the posterior's mean, float32 ``[N, *data_shape]``.
    figures
        ``-log p(x|z)`` of each, as the run's figures measure it, or the mean squared error, float32 ``[N]``.
    unit
        Unit of the figures: ``"nats"``, or ``"mean squared error"``.
    split, order
        Whose examples, and by what they were chosen.
    measured
        Among how many they were chosen.
    available
        How many the split has.
    labels
        Classes, indices into `class_names`, int64 ``[N]``; None where the dataset has none.
    class_names
        Names of the classes.
    """

    indices: np.ndarray
    x: np.ndarray
    reconstruction: np.ndarray
    figures: np.ndarray
    unit: str
    split: str
    order: Order
    measured: int
    available: int
    labels: np.ndarray | None = None
    class_names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.indices)


def choose(figures: np.ndarray, order: str, count: int, seed: int = 0) -> np.ndarray:
    """Return places of `count` examples among all that were measured, int64.

    Parameters
    ----------
    figures
        Reconstruction of every example, ``[N]``: the smaller, the better.
    order
        ``worst`` first, ``best`` first, or ``random`` ones without repetition.
    count
        How many; all where there are no more.
    seed
        Of the random choice.

    Raises
    ------
    SpecError
        There is no such order.
    """
    if order == "worst":
        return np.argsort(-figures, kind="stable")[:count]
    if order == "best":
        return np.argsort(figures, kind="stable")[:count]
    if order == "random":
        return np.random.default_rng(seed).permutation(len(figures))[:count]
    raise SpecError(f"there is no order {order!r}", remedy=f"Choose one of {', '.join(ORDERS)}.")
