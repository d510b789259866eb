"""Paths between two points of the latent space, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from vae_studio.api import SpecError

PathKind: TypeAlias = Literal["linear", "spherical"]
PATH_KINDS: tuple[PathKind, ...] = ("linear", "spherical")
LEAST_ANGLE = 1e-6
"""Radians from 0 and from π within which two directions leave the circle through them undetermined."""


@dataclass(frozen=True)
class Interpolation:
    """A path from one example to another, decoded.

    Attributes
    ----------
    images
        What the decoder makes of the points, float32 ``[steps, *data_shape]``.
    z
        The points, float32 ``[steps, L]``; the first and the last are the means of the two posteriors.
    kind
        ``linear`` or ``spherical``.
    """

    images: np.ndarray
    z: np.ndarray
    kind: PathKind

    def __len__(self) -> int:
        return len(self.z)


def linear_path(first: np.ndarray, last: np.ndarray, steps: int) -> np.ndarray:
    """Return points in equal steps on the straight line between two, float32 ``[steps, L]``."""
    share = np.linspace(0.0, 1.0, steps)[:, np.newaxis]
    return np.asarray((1.0 - share) * first + share * last, np.float32)


def spherical_path(
    first: np.ndarray, last: np.ndarray, steps: int, mean: np.ndarray, deviation: np.ndarray
) -> np.ndarray:
    """Return points on the arc between two in the space in which the prior is N(0, I), float32 ``[steps, L]``.

    There the direction turns by equal angles along the great circle (Shoemake 1985, as White 2016 uses it for
    latent spaces), and the distance from the prior's mean goes evenly from one length to the other, so that
    the path never leaves the shell in which the prior's mass lies between the two. Where no circle is
    determined, because a point is the prior's mean or both lie in the same or in opposite directions, the
    path is the straight line.

    Parameters
    ----------
    first, last
        ``[L]``.
    steps
        Points, both ends among them.
    mean, deviation
        Of each dimension of the prior, ``[L]``.
    """
    whitened = [(np.asarray(point, np.float64) - mean) / deviation for point in (first, last)]
    lengths = [float(np.linalg.norm(point)) for point in whitened]
    if min(lengths) == 0.0:
        return linear_path(first, last, steps)
    directions = [point / length for point, length in zip(whitened, lengths, strict=True)]
    angle = float(np.arccos(np.clip(directions[0] @ directions[1], -1.0, 1.0)))
    if not LEAST_ANGLE < angle < np.pi - LEAST_ANGLE:
        return linear_path(first, last, steps)
    share = np.linspace(0.0, 1.0, steps)[:, np.newaxis]
    turned = (np.sin((1.0 - share) * angle) * directions[0] + np.sin(share * angle) * directions[1]) / np.sin(
        angle
    )
    along = turned * ((1.0 - share) * lengths[0] + share * lengths[1])
    path: np.ndarray = (mean + deviation * along).astype(np.float32)
    path[0], path[-1] = first, last
    return path


def path_between(
    first: np.ndarray, last: np.ndarray, steps: int, kind: str, mean: np.ndarray, deviation: np.ndarray
) -> np.ndarray:
    """Return the path of one kind, float32 ``[steps, L]``; arguments as for :func:`spherical_path`.

    Raises
    ------
    SpecError
        There is no such kind, or fewer than two steps are asked for.
    """
    if steps < 2:
        raise SpecError(f"a path of {steps} steps has no two ends", remedy="Give 2 steps or more.")
    if kind == "linear":
        return linear_path(first, last, steps)
    if kind == "spherical":
        return spherical_path(first, last, steps, mean, deviation)
    raise SpecError(f"there is no path {kind!r}", remedy=f"Choose {' or '.join(PATH_KINDS)}.")
