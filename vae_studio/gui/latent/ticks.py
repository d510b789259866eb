"""Which tiles of an axis bear their z."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from vae_studio.gui.figures import decimal
from vae_studio.latent.grid import LatentGrid

MOST_TICKS = 8
FEWEST_PLACES, MOST_PLACES = 2, 5
"""Decimals of a tick."""


def tile_ticks(values: Sequence[float] | np.ndarray, most: int = MOST_TICKS) -> list[tuple[float, str]]:
    """Return places, in tiles from the axis's start, and words of the ticks at tile centres.

    The first and the last tile always have one; the others lie evenly between them. Their words have as many
    decimals as neighbours need to read differently.

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
    places = distinct_places([float(values[tile]) for tile in chosen])
    return [(float(tile) + 0.5, decimal(float(values[tile]), places)) for tile in chosen]


def frame_ticks(values: np.ndarray, start: float, length: float) -> list[tuple[float, str]]:
    """Return the ticks of tiles that cover an axis from `start` for a `length`, in its own units."""
    return [(start + place / len(values) * length, words) for place, words in tile_ticks(values)]


def grid_places(grid: LatentGrid) -> tuple[int, int]:
    """Return with how many decimals neighbouring tiles read differently, across and up."""
    return distinct_places(grid.across.tolist()), distinct_places(grid.up.tolist())


def distinct_places(values: Sequence[float]) -> int:
    """Return the fewest decimals, two at least, with which neighbouring values that differ read differently."""
    for places in range(FEWEST_PLACES, MOST_PLACES):
        words = [decimal(value, places) for value in values]
        if all(a != b for a, b in pairwise(words)):
            return places
    return MOST_PLACES if len(set(values)) > 1 else FEWEST_PLACES
