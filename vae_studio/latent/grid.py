"""A grid over a plane of the latent space, as plain data. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np


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
    """

    rows: int = 20
    columns: int = 20
    across: int = 0
    up: int | None = 1
    spacing: Literal["quantile", "linear"] = "quantile"
    extent: float = 2.0
    held: tuple[float, ...] = ()
    show: Literal["mean", "draw"] = "mean"


@dataclass(frozen=True)
class GridAxis:
    """Where the tiles of one axis lie, and where any other z would.

    Attributes
    ----------
    dimension
        Latent dimension, from 0.
    values
        z at the tiles' centres, ascending, float32 ``[n]``.
    table_z, table_share
        Points of the monotone map from z to the share of the axis, 0 at its start and 1 at its end.
    """

    dimension: int
    values: np.ndarray
    table_z: np.ndarray
    table_share: np.ndarray

    def share(self, z: np.ndarray | float) -> np.ndarray:
        """Return the place of z along the axis, from 0 to 1; what lies beyond an end is put on it."""
        return np.asarray(np.interp(z, self.table_z, self.table_share))


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
    """

    images: np.ndarray
    z: np.ndarray
    across_axis: GridAxis
    up_axis: GridAxis | None
    request: GridRequest
    has_quantiles: bool = True
    reason: str = ""

    @property
    def across(self) -> np.ndarray:
        """Columns' z, left to right, float32 ``[columns]``."""
        return self.across_axis.values

    @property
    def up(self) -> np.ndarray:
        """Rows' z, top first, float32 ``[rows]``; empty for a single row."""
        return np.zeros(0, np.float32) if self.up_axis is None else self.up_axis.values[::-1]

    def position(self, z_across: np.ndarray | float, z_up: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
        """Return column and row of points of the plane, in tiles from the upper left corner."""
        rows, columns = self.images.shape[:2]
        column = self.across_axis.share(z_across) * columns
        if self.up_axis is None:
            return column, np.full(np.shape(column), rows / 2)
        return column, (1.0 - self.up_axis.share(z_up)) * rows
