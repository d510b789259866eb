"""Lines about tiles: the outline of the one that is pointed at, and the borders between all."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsRectItem

from vae_studio.gui.theme import Theme
from vae_studio.latent.grid import LatentGrid


class TileLines:
    """Draws into a view box whose coordinates are the places of a grid."""

    def __init__(self, theme: Theme, box: pg.ViewBox) -> None:
        self._theme = theme
        self._grid: LatentGrid | None = None
        self._wanted = False
        self._frame = QGraphicsRectItem()
        self._frame.setZValue(5)
        self._frame.hide()
        self._borders = pg.PlotDataItem(connect="pairs", antialias=False)
        self._borders.setZValue(2)
        for part in (self._borders, self._frame):
            box.addItem(part, ignoreBounds=True)

    @property
    def outlined(self) -> QRectF | None:
        """The outline, in places; None without one."""
        return self._frame.rect() if self._frame.isVisible() else None

    def show_grid(self, grid: LatentGrid) -> None:
        """Follow the tiles of a grid."""
        self._grid = grid
        self._draw_borders()

    def show_borders(self, wanted: bool) -> None:
        """Draw lines between the tiles, or not."""
        self._wanted = wanted
        self._draw_borders()

    def outline(self, tile: tuple[int, int] | None) -> None:
        """Outline a tile, its row and column, or none."""
        self._frame.setVisible(tile is not None)
        if tile is not None and self._grid is not None:
            row, column = tile
            rows, columns = self._grid.images.shape[:2]
            left, top, width, height = self._grid.frame
            across, down = width / columns, height / rows
            self._frame.setRect(left + column * across, top + row * down, across, down)

    def dress(self) -> None:
        """Wear the theme's colours."""
        pen = pg.mkPen(self._theme.colour("accent"), width=2)
        pen.setCosmetic(True)
        self._frame.setPen(pen)
        self._borders.setPen(pg.mkPen(self._theme.colour("line_strong"), width=1))

    def _draw_borders(self) -> None:
        self._borders.setVisible(self._wanted)
        if self._grid is None or not self._wanted:
            return
        rows, columns = self._grid.images.shape[:2]
        left, top, width, height = self._grid.frame
        across = [(x / columns, y) for x in range(1, columns) for y in (0, 1)]
        up = [(x, y / rows) for y in range(1, rows) for x in (0, 1)]
        points = np.array(across + up, dtype=float).reshape(-1, 2)
        self._borders.setData(left + points[:, 0] * width, top + points[:, 1] * height)
