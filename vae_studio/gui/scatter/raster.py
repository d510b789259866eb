"""Very many round points as one picture, in plain numpy.

Points that cover a pixel share it: its colour is their mean, and its opacity that of so many layers. No
point lies on top of another, so that the picture does not depend on their order, as it would if they were
painted one after another and the last class hid all others.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

_SUBPIXELS = 16
_OPAQUE = 0.999


def rasterised(
    places: np.ndarray, colours: np.ndarray, diameter: float, size: tuple[int, int], opacity: float
) -> np.ndarray:
    """Return a picture of points.

    Parameters
    ----------
    places
        Where they lie, in pixels from the upper left corner, float ``[N, 2]``; those outside are left out,
        as are those that are not finite.
    colours
        uint8 ``[N, 3]``.
    diameter
        Of a point, pixels.
    size
        Width and height of the picture, pixels.
    opacity
        Of a single point, above 0, up to 1.

    Returns
    -------
    uint8 ``[height, width, 4]``: red, green, blue, alpha; colours multiplied by alpha.
    """
    rows, columns, coverage = disc(diameter)
    margin = int(max(1, rows.max()))
    width, height = size[0] + 2 * margin, size[1] + 2 * margin
    inside = _inside(places, size, margin)
    whole = np.floor(places[inside]).astype(np.int64) + margin
    # A margin around the margin takes what the points there spill, so that no index needs a check.
    stride = width + 2 * margin
    cells, layers = _gathered((whole[:, 1] + margin) * stride + whole[:, 0] + margin, colours[inside])
    total = np.zeros((stride * (height + 2 * margin), 4), np.float32)
    # A complex number is four floats in one element, which numpy moves at once.
    packed = total.view(np.complex128)[:, 0]
    for row, column, share in zip(rows, columns, coverage, strict=True):
        at = cells + (row * stride + column)
        sums = packed[at].view(np.float32).reshape(-1, 4)
        sums += share * layers
        packed[at] = sums.view(np.complex128)[:, 0]
    picture = _mixed(total, opacity).reshape(height + 2 * margin, stride, 4)
    return np.ascontiguousarray(picture[2 * margin :, 2 * margin :][: size[1], : size[0]])


@lru_cache(maxsize=64)
def disc(diameter: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pixels of a disc: rows and columns from its centre, and the share of each that it covers."""
    reach = int(np.ceil(diameter / 2 - 0.5)) if diameter > 1 else 1
    offsets = np.arange(-max(1, reach), max(1, reach) + 1)
    parts = (offsets[:, np.newaxis] + (np.arange(_SUBPIXELS) + 0.5) / _SUBPIXELS - 0.5).ravel()
    covered = parts[:, np.newaxis] ** 2 + parts**2 <= diameter**2 / 4
    share = covered.reshape(len(offsets), _SUBPIXELS, len(offsets), _SUBPIXELS).mean(axis=(1, 3))
    rows, columns = np.nonzero(share)
    return offsets[rows], offsets[columns], share[rows, columns].astype(np.float32)


def work(points: int, diameter: float) -> int:
    """Return how many pixels are written for so many points: what the time of a picture goes with."""
    return points * len(disc(diameter)[0])


def _inside(places: np.ndarray, size: tuple[int, int], margin: int) -> np.ndarray:
    """Return which points touch the picture; comparisons with NaN are false."""
    x, y = places[:, 0], places[:, 1]
    inside: np.ndarray = (x >= -margin) & (x < size[0] + margin) & (y >= -margin) & (y < size[1] + margin)
    return inside


def _gathered(cells: np.ndarray, colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct pixels that points lie in, and for each how many and the sums of their colours."""
    distinct, place = np.unique(cells, return_inverse=True)
    layers = np.empty((len(distinct), 4), np.float32)
    layers[:, 3] = np.bincount(place, minlength=len(distinct))
    for channel in range(3):
        layers[:, channel] = np.bincount(place, colours[:, channel], len(distinct))
    return distinct, layers


def _mixed(total: np.ndarray, opacity: float) -> np.ndarray:
    """Return colours and alpha from the sums of layers, ``[n, 4]``."""
    picture = np.zeros((len(total), 4), np.uint8)
    touched = np.flatnonzero(total[:, 3])
    sums = total[touched]
    alpha = 1.0 - (1.0 - min(opacity, _OPAQUE)) ** sums[:, 3]
    sums[:, :3] *= (alpha / sums[:, 3])[:, np.newaxis]
    sums[:, 3] = 255.0 * alpha
    # Half a unit rounds instead of cutting, and cannot lift a colour above its alpha's 255.
    picture[touched] = (sums + 0.5).astype(np.uint8)
    return picture
