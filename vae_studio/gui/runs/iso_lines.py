"""Lines on which rate and distortion add up to the same negative ELBO."""

from __future__ import annotations

import math

import numpy as np

LINES = 6
"""About how many lines of equal negative ELBO are drawn."""


def iso_levels(left: float, right: float, bottom: float, top: float) -> np.ndarray:
    """Return round values of x + y whose lines cross a rectangle, about :data:`LINES` of them, float64."""
    low, high = left + bottom, right + top
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        return np.zeros(0)
    rough = (high - low) / LINES
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * unit for factor in (1, 2, 5, 10) if factor * unit >= rough)
    return np.asarray(np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step)
