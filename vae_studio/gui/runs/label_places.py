"""Where words stand in a plot so that they cover nothing: all places in pixels, y downwards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

STEP = 4.0
"""Distance between the points that stand for a line or for words, px."""


def along(points: np.ndarray) -> np.ndarray:
    """Return points closely along a line of several pieces, ``[P, 2]`` to ``[N, 2]``."""
    parts = [points[:1]]
    for start, end in zip(points[:-1], points[1:], strict=True):
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
