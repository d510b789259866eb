"""A grid over a plane of the latent space, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from vae_studio.latent.grid_axis import GridAxis
from vae_studio.latent.planes import PlaneBasis

__all__ = ["GridAxis", "GridRequest", "LatentGrid", "Window", "coarse"]


@dataclass(frozen=True)
class Window:
    """A rectangle of a plane, in its coordinates u and v.

    Attributes
    ----------
    left, right
        Least and largest u.
    bottom, top
        Least and largest v; of no meaning on a line.
    """

    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True)
class GridRequest:
    """Which grid is wanted.

    Attributes
    ----------
    rows, columns
        Number of tiles.
    across, up
        Latent dimensions of the axes, from 0; `up` None for a single row.
    spacing
        ``quantile``: tile i of n at the prior's quantile (i + ½)/n; ``linear``: equal steps of z.
    extent
        For linear spacing, how far the outermost tiles lie from the prior's mean, in its standard deviations.
    held
        Values of all latent dimensions, used for those on no axis; empty for the prior's mean.
    show
        The decoder's mean, or a draw from it.
    plane
        Another plane than that of two dimensions; `across`, `up` and `held` then mean nothing.
    window
        The part of the plane that the tiles cover; None for all of it.
    """

    rows: int = 20
    columns: int = 20
    across: int = 0
    up: int | None = 1
    spacing: Literal["quantile", "linear"] = "quantile"
    extent: float = 2.0
    held: tuple[float, ...] = ()
    show: Literal["mean", "draw"] = "mean"
    plane: PlaneBasis | None = None
    window: Window | None = None


def coarse(request: GridRequest, most: int) -> GridRequest:
    """Return a request over the same frame with `most` tiles per side at most; a single row stays as it is."""
    if request.up is None or max(request.rows, request.columns) <= most:
        return request
    tiles = min(most, request.columns)
    # Linear tiles reach `extent` with their centres; half a tile beyond is where the frame lies.
    shrunk = request.extent * (tiles - 1) / tiles if tiles > 1 else request.extent
    half = request.columns / (request.columns - 1) if request.columns > 1 else 1.0
    return replace(request, rows=min(most, request.rows), columns=tiles, extent=shrunk * half)


@dataclass(frozen=True)
class LatentGrid:
    """Decoded points of a plane of the latent space.

    Attributes
    ----------
    images
        float32 ``[rows, columns, *data_shape]``; row 0 is the top one, where `up` is largest.
    z
        Latent coordinates, float32 ``[rows, columns, L]``.
    across_axis, up_axis
        The axes; `up_axis` None for a single row.
    request
        What was asked for; its spacing is what was done.
    has_quantiles
        Whether the prior allows quantile spacing.
    reason
        Why not; empty where it does.
    picture
        The tiles as one picture, uint8 ``[rows H, columns W, C]``, where it was computed with them; None
        otherwise, and for a table.
    """

    images: np.ndarray
    z: np.ndarray
    across_axis: GridAxis
    up_axis: GridAxis | None
    request: GridRequest
    has_quantiles: bool = True
    reason: str = ""
    picture: np.ndarray | None = None

    @property
    def across(self) -> np.ndarray:
        """Columns' u, left to right, float32 ``[columns]``; z unless the plane is oblique."""
        return self.across_axis.values

    @property
    def up(self) -> np.ndarray:
        """Rows' v, top first, float32 ``[rows]``; empty for a single row."""
        return np.zeros(0, np.float32) if self.up_axis is None else self.up_axis.values[::-1]

    @property
    def plane(self) -> PlaneBasis:
        """The plane on which the tiles lie."""
        request = self.request
        return request.plane or PlaneBasis.of_dimensions(request.across, request.up, self.z[0, 0])

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The part that the tiles cover as left, top, width and height, in places (see :meth:`place`)."""
        across, up = self.across_axis, self.up_axis
        low, high = (0.0, 1.0) if up is None else (up.low, up.high)
        return across.low, 1.0 - high, across.high - across.low, high - low

    def position(self, z_across: np.ndarray | float, z_up: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """Return column and row of points of the plane, in tiles from the upper left corner.

        Where the tiles cover the whole plane, what lies beyond its ends is put on them.
        """
        rows, columns = self.images.shape[:2]
        column = self.across_axis.along_tiles(z_across) * columns
        if self.up_axis is None:
            return column, np.full(np.shape(column), rows / 2)
        return column, (1.0 - self.up_axis.along_tiles(z_up)) * rows

    def place(self, u: np.ndarray | float, v: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """Return where points of the plane lie on a picture of the whole: x to the right, y downwards.

        Both are 0 and 1 at the ends of the plane, and beyond these where equal steps go on. They do not depend
        on the window. On a line y is ½.
        """
        x = self.across_axis.place(u)
        return x, np.full(np.shape(x), 0.5) if self.up_axis is None else 1.0 - self.up_axis.place(v)

    def coordinates(self, x: np.ndarray | float, y: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """Return u and v of places; v is 0 on a line."""
        u = self.across_axis.coordinate(x)
        if self.up_axis is None:
            return u, np.zeros(np.shape(u))
        return u, self.up_axis.coordinate(1.0 - np.asarray(y))

    def z_at(self, x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
        """Return the latent points at places, float32 ``[..., L]``."""
        return self.plane.to_z(*self.coordinates(x, y))

    def window(self, left: float, top: float, width: float, height: float) -> Window:
        """Return the part of the plane between places."""
        us, vs = self.coordinates(np.array([left, left + width]), np.array([top + height, top]))
        return Window(float(us[0]), float(us[1]), float(vs[0]), float(vs[1]))
