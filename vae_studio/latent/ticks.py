"""Round numbers along an axis."""

from __future__ import annotations

import math

import numpy as np

MINUS = "\u2212"


def round_ticks(low: float, high: float, most: int = 6) -> list[tuple[float, str]]:
    """Return places and words of round numbers between two ends: one at least, and `most` intervals at most.

    The step is 1, 2 or 5 times a power of ten; words have the decimals that the step needs, and a true minus.
    """
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return []
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(factor * power for factor in (1, 2, 5, 10, 20) if span / (factor * power) <= most)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    places = np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1) * step
    return [(float(place), f"{place + 0.0:.{decimals}f}".replace("-", MINUS)) for place in places]
