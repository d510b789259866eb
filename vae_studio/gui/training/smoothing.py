"""Smoothing of curves."""

from __future__ import annotations

from itertools import accumulate

import numpy as np

MOST = 0.99


def smoothed(values: np.ndarray, weight: float) -> np.ndarray:
    """Return the exponential moving average of values, corrected for its start.

    ``s[t] = w s[t-1] + (1 - w) x[t]`` from ``s[-1] = 0``, divided by ``1 - w^(t+1)``, so that the first
    value is ``x[0]`` and a constant stays what it is (Kingma & Ba 2015, section 3).

    Parameters
    ----------
    values
        float64 ``[N]``.
    weight
        How much of the average before is kept, 0 (no smoothing) to below 1.

    Returns
    -------
    float64 ``[N]``.

    Raises
    ------
    ValueError
        The weight lies outside its range.
    """
    if not 0.0 <= weight < 1.0:
        raise ValueError(f"the weight of the smoothing is {weight}, which is not in [0, 1)")
    if weight == 0.0 or len(values) == 0:
        return values
    averages = accumulate(values.tolist(), lambda before, x: weight * before + (1 - weight) * x, initial=0.0)
    found = np.fromiter(averages, dtype=np.float64, count=len(values) + 1)[1:]
    return np.asarray(found / (1 - weight ** np.arange(1, len(values) + 1)))
