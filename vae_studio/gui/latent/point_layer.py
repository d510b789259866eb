"""Encoded examples over a grid, in the colours of their classes."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush

from vae_studio.gui.latent.clipper import Clipper
from vae_studio.gui.theme import Theme
from vae_studio.latent.grid import LatentGrid
from vae_studio.latent.points import LatentPoints

SIZE = 4
OPACITY = 0.8


class PointLayer:
    """Draws points into a view box whose coordinates are the places of a grid."""

    def __init__(self, theme: Theme, box: pg.ViewBox) -> None:
        self._theme = theme
        self._points: LatentPoints | None = None
        self._grid: LatentGrid | None = None
        self._places: np.ndarray | None = None
        self._clipper = Clipper(box)
        self._clipper.setZValue(4)
        self.item = pg.ScatterPlotItem(size=SIZE, pen=None, pxMode=True, useCache=True)
        self.item.setOpacity(OPACITY)
        self.item.setParentItem(self._clipper)

    @property
    def places(self) -> np.ndarray:
        """Where the points lie, ``[N, 2]``, x to the right and y downwards from 0 to 1."""
        return np.zeros((0, 2)) if self._places is None else self._places

    def show(self, points: LatentPoints | None) -> None:
        """Show these points, or none."""
        self._points = points
        self._draw()

    def place(self, grid: LatentGrid) -> None:
        """Put the points where a grid has them."""
        self._grid = grid
        places = self._placed()
        if places is None and self._places is None:
            return
        if places is not None and self._places is not None and np.array_equal(places, self._places):
            return  # the same plane, decoded anew
        self._draw()

    def dress(self) -> None:
        """Wear the theme's colours."""
        self._draw()

    def _placed(self) -> np.ndarray | None:
        points, grid = self._points, self._grid
        if points is None or grid is None or points.latent_size != grid.plane.latent_size:
            return None
        return np.stack(grid.place(*grid.plane.to_plane(points.loc)), axis=1)

    def _draw(self) -> None:
        self._places = self._placed()
        self._clipper.setVisible(self._places is not None)
        points = self._points
        if self._places is None or points is None:
            self.item.clear()
        elif points.labels is None:
            self.item.setData(pos=self._places, brush=QBrush(self._theme.colour("series_train")))
        else:
            classes = int(points.labels.max(initial=-1)) + 1
            brushes = np.empty(classes, dtype=object)
            brushes[:] = [QBrush(self._theme.class_colour(number)) for number in range(classes)]
            self.item.setData(pos=self._places, brush=list(brushes[points.labels]))
