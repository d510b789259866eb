"""Finding points on a plane."""

from __future__ import annotations

import numpy as np


def nearest(places: np.ndarray, at: tuple[float, float], pixel: tuple[float, float], reach: float) -> int:
    """Return the point nearest to a place, or −1 where none is within reach.

    Parameters
    ----------
    places
        ``[N, 2]``.
    at
        In the same coordinates.
    pixel
        Width and height of a pixel in these coordinates.
    reach
        In pixels.
    """
    if len(places) == 0 or not all(pixel):
        return -1
    distance = np.hypot(*((places - at) / pixel).T)
    distance[~np.isfinite(distance)] = np.inf
    found = int(distance.argmin())
    return found if distance[found] <= reach else -1


def in_direction(
    places: np.ndarray, point: int, direction: tuple[int, int], centre: tuple[float, float]
) -> int:
    """Return the next point in one of the four directions; from none, the one nearest to the centre.

    Only points within 45° of the direction count; where there is none, the point stays.
    """
    if len(places) == 0:
        return -1
    if point < 0:
        return nearest(places, centre, (1.0, 1.0), np.inf)
    away = places - places[point]
    along = away @ np.array(direction, dtype=float)
    across = np.abs(away @ np.array(direction[::-1], dtype=float))
    score = np.where((along > 0) & (across <= along), along + across, np.inf)
    score[~np.isfinite(score)] = np.inf
    found = int(score.argmin())
    return found if np.isfinite(score[found]) else point
