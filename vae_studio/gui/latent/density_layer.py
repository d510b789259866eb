"""The density of the encoded examples over a grid: lines around most of them, a veil over the holes."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from vae_studio.gui.latent.clipper import Clipper
from vae_studio.gui.theme import Theme
from vae_studio.latent.density import MASSES, DensityPicture

VEIL = 0.72
"""Opacity of the veil where no example is."""
LINE_WIDTHS = (2.0, 1.5, 1.0)


class DensityLayer:
    """Draws a :class:`DensityPicture` into a view box whose coordinates are the places of a grid."""

    def __init__(self, theme: Theme, box: pg.ViewBox) -> None:
        self._theme = theme
        self._picture: DensityPicture | None = None
        self._clipper = Clipper(box)
        self._clipper.setZValue(3)
        self.veil = pg.ImageItem(axisOrder="row-major")
        self.veil.setParentItem(self._clipper)
        self.lines = [SmoothLine(self._clipper) for _ in MASSES]
        self._clipper.hide()

    @property
    def picture(self) -> DensityPicture | None:
        """What is drawn."""
        return self._picture

    def show(self, picture: DensityPicture | None) -> None:
        """Draw a density, or none."""
        self._picture = picture
        self._clipper.setVisible(picture is not None)
        self._draw()

    def dress(self) -> None:
        """Wear the theme's colours."""
        for line, width in zip(self.lines, LINE_WIDTHS, strict=True):
            pen = pg.mkPen(self._theme.colour("series_val"), width=width)
            pen.setCosmetic(True)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            line.setPen(pen)
        self._draw()

    def _draw(self) -> None:
        picture = self._picture
        if picture is None:
            return
        ground = self._theme.colour("canvas")
        veil = np.empty((*picture.emptiness.shape, 4), np.uint8)
        veil[:, :, :3] = (ground.red(), ground.green(), ground.blue())
        veil[:, :, 3] = (255 * VEIL * picture.emptiness).astype(np.uint8)
        self.veil.setImage(veil, autoLevels=False, levels=(0, 255), rect=picture.frame)
        for item, pieces in zip(self.lines, picture.lines, strict=True):
            item.setPath(_path(pieces))


class SmoothLine(QGraphicsPathItem):
    """A line without steps."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw it antialiased, whatever the plot does."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


def _path(pieces: np.ndarray) -> QPainterPath:
    path = QPainterPath()
    for (x0, y0), (x1, y1) in pieces.tolist():
        line = QLineF(x0, y0, x1, y1)
        path.moveTo(line.p1())
        path.lineTo(line.p2())
    return path
