"""Where ticks stand on a log axis."""

from __future__ import annotations

import math

import numpy as np

STEPS = (1.0, 2.0, 2.5, 5.0)
WITHIN_DECADES = ((1, 2, 5), (1, 3), (1,))


def log_ticks(low: float, high: float, most: int) -> np.ndarray:
    """Return round values between two positive ones, evenly spread on a log axis as far as round ones can be.

    Within less than a decade these are multiples of one round step; beyond, 1, 2 and 5, or 1 and 3, or 1 of
    each decade, or of every second or third decade, until there are few enough.

    Parameters
    ----------
    low, high
        The range, ``0 < low < high``.
    most
        How many there may be, 2 or more.

    Returns
    -------
    float64 ``[N]``, ascending.
    """
    if high / low < 10:
        return _multiples(low, high, most)
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for factors in WITHIN_DECADES:
        ticks = np.array([factor * 10.0**power for power in range(first, last + 1) for factor in factors])
        ticks = ticks[(ticks >= low) & (ticks <= high)]
        if len(ticks) <= most:
            return ticks
    return ticks[:: math.ceil(len(ticks) / most)]


def _multiples(low: float, high: float, most: int) -> np.ndarray:
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for factor in (*STEPS, 10.0, 20.0):
        step = factor * power
        ticks = step * np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
        if len(ticks) <= most:
            break
    return np.asarray(ticks)
