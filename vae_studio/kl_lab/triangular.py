"""``FillScaleTriL`` in numpy: d(d + 1)/2 raw numbers become a lower triangle with a positive diagonal.

The window needs it while a slider moves, where waiting for TensorFlow is out of the question; the tests
hold it to TensorFlow Probability's own, stage by stage.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray
DIAGONAL_SHIFT = 1e-5
"""What ``FillScaleTriL`` adds to the diagonal, so that it stays away from zero."""


def dimension_of(numbers: int) -> int | None:
    """Return the side d of the triangle that d(d + 1)/2 numbers fill, or None where no triangle has so many."""
    side = (math.isqrt(8 * numbers + 1) - 1) // 2
    return side if side and side * (side + 1) // 2 == numbers else None


def fill_triangular(raw: Sequence[float] | Array) -> Array:
    """Return a lower triangle, filled clockwise from its lower right corner.

    Parameters
    ----------
    raw
        d(d + 1)/2 numbers.

    Returns
    -------
    float64 ``[d, d]``; two dimensions have t3 at L11, t2 at L21 and t1 at L22.

    Raises
    ------
    ValueError
        No triangle has so many numbers.
    """
    values = np.asarray(raw, dtype=np.float64)
    side = dimension_of(len(values))
    if side is None:
        raise ValueError(f"{len(values)} numbers fill no triangle")
    square = np.concatenate([values[side:], values[::-1]]).reshape(side, side)
    return np.tril(square)


def softplus(values: Array) -> Array:
    """Return ln(1 + exp(values)), also where that exponential is beyond what a number holds."""
    return np.asarray(np.logaddexp(0.0, values))


def fill_scale_tril(raw: Sequence[float] | Array) -> Array:
    """Return the scale L that raw numbers stand for: softplus + 1e-5 on the diagonal of their triangle.

    Returns
    -------
    float64 ``[d, d]``; ``[-0.5, 1.25, 1.0]`` gives ``[[1.3132717, 0], [1.25, 0.4740870]]``.

    Raises
    ------
    ValueError
        No triangle has so many numbers.
    """
    triangle = fill_triangular(raw)
    np.fill_diagonal(triangle, softplus(np.diag(triangle)) + DIAGONAL_SHIFT)
    return triangle
