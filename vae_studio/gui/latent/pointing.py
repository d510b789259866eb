"""What somebody points at on a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QPointF, Signal

from vae_studio.latent.grid import LatentGrid


@dataclass(frozen=True, eq=False)
class Pointed:
    """A point of the plane that somebody points at.

    Attributes
    ----------
    row, column
        The tile that it lies in.
    z
        Its latent coordinates, float32 ``[L]``: exactly under the mouse, or the tile's centre.
    u, v
        Its coordinates on the plane.
    """

    row: int
    column: int
    z: np.ndarray
    u: float
    v: float


def pointed_at(grid: LatentGrid, x: float, y: float) -> Pointed:
    """Return what lies at a place of a grid; a place beside the tiles belongs to the nearest one."""
    rows, columns = grid.images.shape[:2]
    left, top, width, height = grid.frame
    column = min(max(int((x - left) / width * columns), 0), columns - 1)
    row = min(max(int((y - top) / height * rows), 0), rows - 1)
    u, v = (float(coordinate) for coordinate in grid.coordinates(x, y))
    return Pointed(row, column, grid.plane.to_z(u, v), u, v)


def centre_of(grid: LatentGrid, row: int, column: int) -> tuple[float, float]:
    """Return the place of a tile's centre."""
    rows, columns = grid.images.shape[:2]
    left, top, width, height = grid.frame
    return left + (column + 0.5) / columns * width, top + (row + 0.5) / rows * height


class TilePointer(QObject):
    """Keeps the point that somebody points at, with the mouse or from tile to tile.

    Signals
    -------
    changed
        :class:`Pointed`, or None.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._point: Pointed | None = None

    @property
    def point(self) -> Pointed | None:
        """What is pointed at."""
        return self._point

    def place(self, grid: LatentGrid) -> QPointF | None:
        """Return where the point lies on a grid."""
        if self._point is None:
            return None
        x, y = grid.place(self._point.u, self._point.v)
        return QPointF(float(x), float(y))

    def point_at(self, grid: LatentGrid, at: QPointF) -> None:
        """Point at a place."""
        self._set(pointed_at(grid, at.x(), at.y()))

    def follow(self, grid: LatentGrid) -> None:
        """Point at the same point of a newer grid; at nothing where that lies beside its tiles."""
        at = self.place(grid)
        if at is None:
            return
        left, top, width, height = grid.frame
        inside = left <= at.x() <= left + width and top <= at.y() <= top + height
        self._set(pointed_at(grid, at.x(), at.y()) if inside else None)

    def step(self, grid: LatentGrid, down: int, right: int) -> bool:
        """Point at the centre of a neighbouring tile; return whether there is one, or the edge was reached."""
        rows, columns = grid.images.shape[:2]
        row, column = rows // 2, columns // 2
        if self._point is not None:
            row, column = self._point.row + down, self._point.column + right
        inside = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
        self._set(pointed_at(grid, *centre_of(grid, *inside)))
        return inside == (row, column)

    def _set(self, point: Pointed | None) -> None:
        self._point = point
        self.changed.emit(point)
