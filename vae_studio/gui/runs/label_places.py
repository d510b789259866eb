"""Where words stand in a plot so that they cover nothing: all places in pixels, y downwards."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

STEP = 4.0
"""Distance between the points that stand for a line or for words, px."""

DOCUMENT_MARGIN = 4.0
"""px that Qt leaves around a text item's words."""
AROUND = ((0.0, -0.2), (1.0, -0.2), (0.0, 1.2), (1.0, 1.2))
"""Which point of a text item lies on its dot: it stands below or above it, to the right or to the left."""


def along(points: np.ndarray) -> np.ndarray:
    """Return points closely along a line of several pieces, ``[P, 2]`` to ``[N, 2]``."""
    parts = [points[:1]]
    for start, end in pairwise(points):
        count = max(1, int(np.hypot(*(end - start)) / STEP))
        parts.append(start + np.linspace(0, 1, count + 1)[1:, None] * (end - start))
    return np.concatenate(parts)


def words_at(corner: np.ndarray, width: float, height: float, angle: float = 0.0) -> np.ndarray:
    """Return points along the middle of words, ``[N, 2]``.

    Parameters
    ----------
    corner
        Their lower right corner.
    width, height
        Their size.
    angle
        By which they are turned about that corner, clockwise, radians.
    """
    onward, upward = np.array([np.cos(angle), np.sin(angle)]), np.array([np.sin(angle), -np.cos(angle)])
    end = corner + 0.5 * height * upward
    return along(np.stack([end - width * onward, end]))


def around(
    dot: np.ndarray, extent: tuple[float, float], size: np.ndarray
) -> dict[tuple[float, float], np.ndarray]:
    """Return points of words beside a dot by the anchor of their text item.

    Parameters
    ----------
    dot
        Where the dot is.
    extent
        Width and height of the words.
    size
        Width and height of the view; places that reach out of it are left out, unless all do.
    """
    width, height = (side + 2 * DOCUMENT_MARGIN for side in extent)
    places = {
        anchor: words_at(dot + np.array([width, height]) * (1 - np.array(anchor)), width, height)
        for anchor in AROUND
    }
    inside = {anchor: points for anchor, points in places.items() if is_inside(points, size)}
    return inside or places


def is_inside(points: np.ndarray, size: np.ndarray) -> bool:
    """Return whether all points lie in a view of a width and height."""
    return bool((points >= 0).all() and (points <= size).all())


def thinned(points: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Return the points in a view of a width and height, one of those that nearly coincide."""
    inside = points[((points >= -STEP) & (points <= size + STEP)).all(axis=1)]
    return np.asarray(STEP * np.unique(np.round(inside / STEP), axis=0))


def freest(candidates: Sequence[np.ndarray], obstacles: np.ndarray, room: float) -> int:
    """Return the number of the first candidate that is `room` px from everything, else of the farthest one.

    Parameters
    ----------
    candidates
        Points of the words at each place, ``[N, 2]``; one at least.
    obstacles
        Points of all that must not be covered, ``[M, 2]``.
    room
        px.
    """
    if not len(obstacles):
        return 0
    distances = [
        float(np.min(np.linalg.norm(words[:, None] - obstacles[None], axis=2))) for words in candidates
    ]
    free = [number for number, distance in enumerate(distances) if distance >= room]
    return free[0] if free else int(np.argmax(distances))
