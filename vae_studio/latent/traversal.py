"""Sweeps along single latent dimensions, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Spacing = Literal["sigma", "quantile"]


@dataclass(frozen=True)
class TraversalRequest:
    """Which sweeps are wanted.

    Attributes
    ----------
    steps
        Points of each sweep.
    spacing
        ``sigma``: equal steps from `extent` standard deviations of the prior below its mean to as many above;
        ``quantile``: point i of n at the prior's quantile (i + ½)/n.
    extent
        How far a sweep reaches, in standard deviations of the prior; for ``sigma`` alone.
    rows
        How many dimensions are swept at most: those that carry most.
    """

    steps: int = 11
    spacing: Spacing = "sigma"
    extent: float = 3.0
    rows: int = 64


@dataclass(frozen=True)
class DimensionUse:
    """How much each latent dimension carries, measured on examples.

    Attributes
    ----------
    spread
        Variance of the posterior mean over the examples, float64 ``[L]``.
    active
        Whether that exceeds 0.01, bool ``[L]``.
    kl
        KL of each dimension averaged over the examples, nats, float64 ``[L]``; None where it does not
        factorise, or does not exist.
    examples
        How many examples it was measured on.
    """

    spread: np.ndarray
    active: np.ndarray
    kl: np.ndarray | None
    examples: int

    def order(self) -> np.ndarray:
        """Return the dimensions by KL, largest first, or by spread where there is no KL, int64 ``[L]``."""
        return np.argsort(-(self.spread if self.kl is None else self.kl), kind="stable")


@dataclass(frozen=True)
class Traversals:
    """R latent dimensions swept one at a time, the others held where the start lies.

    Attributes
    ----------
    images
        What the decoder makes of the points, float32 ``[R, steps, *data_shape]``; row 0 is the dimension that
        carries most.
    z
        The points, float32 ``[R, steps, L]``.
    dimensions
        The dimension of each row, from 0, int64 ``[R]``.
    start
        Where the sweeps start from, float32 ``[L]``.
    start_image
        What the decoder makes of it, float32 ``[*data_shape]``.
    use
        By which the rows are sorted; its arrays are in the order of the dimensions.
    request
        What was asked for; its spacing is what was done.
    has_quantiles, reason
        Whether the prior allows quantile spacing, and why not; empty where it does.
    """

    images: np.ndarray
    z: np.ndarray
    dimensions: np.ndarray
    start: np.ndarray
    start_image: np.ndarray
    use: DimensionUse
    request: TraversalRequest
    has_quantiles: bool = True
    reason: str = ""

    @property
    def values(self) -> np.ndarray:
        """Values of the swept dimension, float32 ``[R, steps]``, in the order of the rows."""
        return self.z[np.arange(len(self.dimensions)), :, self.dimensions]

    def places_of_start(self) -> np.ndarray:
        """Return where the start lies in each row, in steps from the first, float64 ``[R]``.

        NaN where it lies outside the sweep, or there is nothing to lie between.
        """
        steps = np.arange(self.values.shape[1], dtype=np.float64)
        return np.array(
            [
                np.interp(self.start[dimension], row, steps, left=np.nan, right=np.nan)
                for dimension, row in zip(self.dimensions, self.values, strict=True)
            ]
        )


def sigma_values(mean: np.ndarray, deviation: np.ndarray, steps: int, extent: float) -> np.ndarray:
    """Return equal steps from `extent` deviations below the mean to as many above, float32 ``[L, steps]``.

    Parameters
    ----------
    mean, deviation
        Of each latent dimension, ``[L]``.
    steps
        Points; a single one lies at the mean.
    extent
        In standard deviations.
    """
    shares = np.linspace(-extent, extent, steps) if steps > 1 else np.zeros(1)
    return (mean[:, np.newaxis] + deviation[:, np.newaxis] * shares).astype(np.float32)


def quantile_shares(steps: int) -> np.ndarray:
    """Return the probabilities (i + ½)/n of n points, float64 ``[steps]``."""
    return (np.arange(steps) + 0.5) / steps


def sweep(start: np.ndarray, dimensions: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the points of one sweep for each of some dimensions, float32 ``[R, steps, L]``.

    Parameters
    ----------
    start
        Where every other dimension is held, ``[L]``.
    dimensions
        The dimension of each row, ``[R]``.
    values
        z of every dimension along its sweep, ``[L, steps]``, in the order of the dimensions.
    """
    rows, steps = len(dimensions), values.shape[1]
    z = np.tile(np.asarray(start, np.float32), (rows, steps, 1))
    z[np.arange(rows), :, dimensions] = values[dimensions]
    return z
