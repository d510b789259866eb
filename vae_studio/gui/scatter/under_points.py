"""What lies among the points: the decoded plane beneath them, and a path through them."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPen

from vae_studio.gui.scatter.decoding import DecodedPlane
from vae_studio.gui.theme import Theme

FAINTNESS = 0.45
DOT = 5


class PlanePicture:
    """Decoded tiles where they lie in the plane, faint enough for points to be seen on them."""

    def __init__(self, box: pg.ViewBox) -> None:
        self.item = pg.ImageItem(axisOrder="row-major")
        self.item.setZValue(-100)
        self.item.setOpacity(FAINTNESS)
        self.item.hide()
        box.addItem(self.item, ignoreBounds=True)

    @property
    def shown(self) -> bool:
        """Whether tiles are drawn."""
        return bool(self.item.isVisible())

    def show(self, decoded: DecodedPlane) -> None:
        """Draw tiles."""
        pixels = decoded.pixels[::-1]  # rows grow upwards in the plane
        window = decoded.window
        self.item.setImage(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels, levels=(0, 255))
        self.item.setRect(QRectF(window.left, window.bottom, window.width, window.height))
        self.item.show()

    def clear(self) -> None:
        """Draw none."""
        self.item.hide()


class LatentPath:
    """A dashed line through the points of a path, with a dot on each of them."""

    def __init__(self, theme: Theme, box: pg.ViewBox) -> None:
        self._theme = theme
        self.line = pg.PlotCurveItem()
        self.dots = pg.ScatterPlotItem(size=DOT, pxMode=True, pen=None)
        for depth, item in enumerate((self.line, self.dots)):
            item.setZValue(6 + depth)
            item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            box.addItem(item, ignoreBounds=True)

    @property
    def places(self) -> np.ndarray:
        """Where its points lie, ``[S, 2]``."""
        return np.stack(self.dots.getData(), axis=1)

    def show(self, places: np.ndarray) -> None:
        """Draw a path through places ``[S, 2]``; none for no places."""
        self.line.setData(places[:, 0], places[:, 1])
        self.dots.setData(pos=places)

    def dress(self) -> None:
        """Wear the theme's colours."""
        pen = QPen(self._theme.colour("text"), 1.5, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self.line.setPen(pen)
        self.dots.setBrush(QBrush(self._theme.colour("text")))
