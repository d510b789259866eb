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


def enclosed(places: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Return which points lie inside a line that closes itself, indices int64 ``[n]``, ascending.

    A point is inside where a ray to its right crosses the line an odd number of times.

    Parameters
    ----------
    places
        ``[N, 2]``; those that are not finite lie nowhere.
    corners
        ``[V, 2]``.
    """
    if len(corners) < 3 or not len(places):
        return np.zeros(0, np.int64)
    low, high = corners.min(axis=0), corners.max(axis=0)
    near = np.flatnonzero(((places >= low) & (places <= high)).all(axis=1))
    x, y = places[near].T
    inside = np.zeros(len(near), bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        inside ^= crosses & (x < x0 + (y - y0) * ((x1 - x0) / (y1 - y0)))
    return near[inside]
