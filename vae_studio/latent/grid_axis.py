"""One axis of a grid: where its tiles lie, and where any other point would. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class GridAxis:
    """Where the tiles of one axis lie, and where any other coordinate would.

    A *place* is a share of the axis: 0 at its start, 1 at its end.

    Attributes
    ----------
    dimension
        Latent dimension, from 0; None on an oblique plane.
    values
        Coordinates at the tiles' centres, ascending, float32 ``[n]``.
    table_z, table_share
        Points of the monotone map from coordinate to place.
    low, high
        Places of the outer edges of the first and the last tile.
    endless
        Whether the map goes on beyond its table, in equal steps.
    """

    dimension: int | None
    values: np.ndarray
    table_z: np.ndarray
    table_share: np.ndarray
    low: float = 0.0
    high: float = 1.0
    endless: bool = False

    def share(self, z: np.ndarray | float) -> np.ndarray:
        """Return the place of z along the axis, from 0 to 1; what lies beyond an end is put on it."""
        return np.asarray(np.interp(z, self.table_z, self.table_share))

    def place(self, z: np.ndarray | float) -> np.ndarray:
        """Return the place of z, beyond 0 and 1 where the axis goes on."""
        if not self.endless:
            return self.share(z)
        start, end = self.table_z[0], self.table_z[-1]
        return np.asarray((np.asarray(z, np.float64) - start) / (end - start))

    def coordinate(self, place: np.ndarray | float) -> np.ndarray:
        """Return the coordinate at a place: the inverse of :meth:`place`."""
        if not self.endless:
            return np.asarray(np.interp(place, self.table_share, self.table_z))
        start, end = self.table_z[0], self.table_z[-1]
        return np.asarray(start + np.asarray(place, np.float64) * (end - start))

    def along_tiles(self, z: np.ndarray | float) -> np.ndarray:
        """Return where z lies from the first tile's outer edge, 0, to the last one's, 1.

        Where the tiles cover the whole axis, what lies beyond it is put on its ends.
        """
        whole = (self.low, self.high) == (0.0, 1.0)
        return ((self.share(z) if whole else self.place(z)) - self.low) / (self.high - self.low)
