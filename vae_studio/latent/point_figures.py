"""What can be measured of each encoded example, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

Quantity: TypeAlias = Literal["reconstruction", "kl", "negative_elbo", "log_likelihood"]
QUANTITIES: tuple[Quantity, ...] = ("reconstruction", "kl", "negative_elbo", "log_likelihood")


@dataclass(frozen=True, eq=False)
class PointFigures:
    """One figure of N encoded examples.

    Attributes
    ----------
    quantity
        Which figure: ``-log p(x|z)``, ``KL(q(z|x) ‖ p(z))``, their sum, or the importance-weighted estimate
        of ``log p(x)``.
    values
        float64 ``[N]``; NaN where an example was not measured.
    unit
        ``nats``, or ``mean squared error`` for the reconstruction of a decoder without a density.
    indices
        Which examples of the dataset they are, int64 ``[N]``.
    """

    quantity: Quantity
    values: np.ndarray
    unit: str
    indices: np.ndarray

    @property
    def known(self) -> int:
        """How many examples were measured."""
        return int(np.isfinite(self.values).sum())

    def of(self, indices: np.ndarray) -> np.ndarray:
        """Return the values of other examples, float64 ``[n]``, by their indices; NaN for unknown ones."""
        if len(self.indices) == len(indices) and np.array_equal(self.indices, indices):
            return self.values
        order = np.argsort(self.indices, kind="stable")
        place = np.searchsorted(self.indices, indices, sorter=order).clip(0, max(0, len(order) - 1))
        if not len(order):
            return np.full(len(indices), np.nan)
        found = order[place]
        return np.where(self.indices[found] == indices, self.values[found], np.nan)

    def span(self) -> tuple[float, float]:
        """Return the 1st and the 99th percentile of the known values: what a colour scale spreads over."""
        known = self.values[np.isfinite(self.values)]
        if not len(known):
            return 0.0, 1.0
        low, high = np.percentile(known, [1, 99])
        return float(low), float(high)
