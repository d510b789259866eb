"""Drawing a line around points."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from vae_studio.gui.theme import Theme

LEAST_STEP = 3.0
"""Distance between two corners, px."""


class Lasso(QGraphicsPathItem):
    """The line while it is drawn, in the coordinates of a view box; it closes itself.

    Parameters
    ----------
    theme
        Colours.
    box
        Where it is drawn.
    """

    def __init__(self, theme: Theme, box: pg.ViewBox) -> None:
        super().__init__()
        self._theme = theme
        self._box = box
        self._corners: list[tuple[float, float]] = []
        self._last = QPointF()
        self.setZValue(30)
        self.hide()
        box.addItem(self, ignoreBounds=True)

    @property
    def drawing(self) -> bool:
        """Whether a line is being drawn."""
        return self.isVisible()

    def begin(self, scene: QPointF) -> None:
        """Begin at a place of the scene."""
        self._corners = []
        self._add(scene)
        self.show()

    def go_on(self, scene: QPointF) -> None:
        """Draw on to a place of the scene."""
        away = scene - self._last
        if abs(away.x()) + abs(away.y()) >= LEAST_STEP:
            self._add(scene)

    def end(self) -> np.ndarray:
        """End the line and return its corners, float64 ``[V, 2]``."""
        corners = np.array(self._corners, np.float64).reshape(-1, 2)
        self.abandon()
        return corners

    def abandon(self) -> None:
        """Draw no more."""
        self._corners = []
        self.setPath(QPainterPath())
        self.hide()

    def dress(self) -> None:
        """Wear the theme's colours."""
        pen = QPen(self._theme.colour("accent"), 1.5, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self.setPen(pen)
        ground = self._theme.colour("accent")
        ground.setAlphaF(0.12)
        self.setBrush(QBrush(ground))

    def _add(self, scene: QPointF) -> None:
        self._last = scene
        place = self._box.mapSceneToView(scene)
        self._corners.append((place.x(), place.y()))
        path = QPainterPath(QPointF(*self._corners[0]))
        for corner in self._corners[1:]:
            path.lineTo(*corner)
        path.closeSubpath()
        self.setPath(path)

    def boundingRect(self) -> QRectF:
        """Return the line's rectangle with room for its pen."""
        across, up = self._box.viewPixelSize()
        return super().boundingRect().adjusted(-2 * across, -2 * up, 2 * across, 2 * up)
