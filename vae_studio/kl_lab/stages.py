"""``FillScaleTriL`` opened up: what each of its bijectors makes of the raw numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import tensorflow_probability as tfp

from vae_studio.kl_lab.fitted import Stage
from vae_studio.kl_lab.triangular import DIAGONAL_SHIFT

tfb = tfp.bijectors


def stages(raw: Sequence[float]) -> tuple[Stage, ...]:
    """Return the raw vector, its triangle, and the triangle after softplus and shift on the diagonal.

    The last value is that of ``tfb.FillScaleTriL()``.

    Parameters
    ----------
    raw
        d(d + 1)/2 numbers.
    """
    vector = np.asarray(raw, dtype=np.float64)
    triangle = tfb.FillTriangular().forward(vector)
    positive = tfb.TransformDiagonal(tfb.Softplus()).forward(triangle)
    shifted = tfb.TransformDiagonal(tfb.Shift(np.float64(DIAGONAL_SHIFT))).forward(positive)
    return (
        Stage("vector", vector),
        Stage("FillTriangular()", triangle.numpy()),
        Stage("TransformDiagonal(Softplus())", positive.numpy()),
        Stage(f"TransformDiagonal(Shift({DIAGONAL_SHIFT:g}))", shifted.numpy()),
    )
