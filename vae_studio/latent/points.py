"""Encoded examples as points of the latent space, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LatentPoints:
    """Where examples of one split lie.

    Attributes
    ----------
    loc, scale
        Mean and standard deviation of the posterior, float32 ``[N, L]``; the deviation of a point is 0.
    indices
        Which examples of the dataset they are, int64 ``[N]``.
    labels
        Classes, indices into `class_names`, int64 ``[N]``; None where the dataset has none.
    class_names
        Names of the classes; empty where there are no labels.
    split
        ``train``, ``validation`` or ``test``.
    examples
        How many examples the split has.
    """

    loc: np.ndarray
    scale: np.ndarray
    indices: np.ndarray
    labels: np.ndarray | None
    class_names: tuple[str, ...]
    split: str
    examples: int

    def __len__(self) -> int:
        return len(self.loc)

    @property
    def latent_size(self) -> int:
        """Number of latent dimensions, L."""
        return int(self.loc.shape[1])

    def plane(self, across: int, up: int | None) -> np.ndarray:
        """Return the points on two axes, float32 ``[N, 2]``.

        With a single latent dimension (`up` is None) the second axis is its standard deviation.
        """
        height = self.scale[:, across] if up is None else self.loc[:, up]
        return np.stack([self.loc[:, across], height], axis=1)


def axis_names(across: int, up: int | None) -> tuple[str, str]:
    """Return the words of the two axes of a plane; dimensions are counted from 1."""
    return f"z{across + 1}", f"σ{across + 1}" if up is None else f"z{up + 1}"


def spread_out(indices: np.ndarray, count: int) -> np.ndarray:
    """Return `count` of the indices, evenly spaced, or all of them where there are no more."""
    if count >= len(indices):
        return indices
    return np.asarray(indices[np.linspace(0, len(indices) - 1, count).round().astype(np.int64)])


def widest_axes(loc: np.ndarray) -> tuple[int, int | None]:
    """Return the two dimensions whose means vary most over the examples ``[N, L]``, in ascending order."""
    if loc.shape[1] == 1:
        return 0, None
    first, second = sorted(np.argsort(-np.var(loc, axis=0), kind="stable")[:2].tolist())
    return first, second
