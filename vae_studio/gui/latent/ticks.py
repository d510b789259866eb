"""Which tiles of an axis bear their z."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vae_studio.gui.figures import decimal

MOST_TICKS = 8


def tile_ticks(values: Sequence[float] | np.ndarray, most: int = MOST_TICKS) -> list[tuple[float, str]]:
    """Return places, in tiles from the axis's start, and words of the ticks at tile centres.

    The first and the last tile always have one; the others lie evenly between them.

    Parameters
    ----------
    values
        z at the tiles' centres.
    most
        Largest number of ticks.
    """
    count = len(values)
    if count == 0:
        return []
    chosen = np.unique(np.round(np.linspace(0, count - 1, min(count, most))).astype(int))
    return [(float(tile) + 0.5, decimal(float(values[tile]), 2)) for tile in chosen]
