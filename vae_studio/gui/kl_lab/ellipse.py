"""One contour of a Gaussian in a plot."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen, QTransform
from PySide6.QtWidgets import QGraphicsEllipseItem


class Ellipse(QGraphicsEllipseItem):
    """The unit circle, carried to ``loc + radius · scale · circle``, in data units.

    Parameters
    ----------
    radius
        How many standard deviations away it lies.
    z
        What it is drawn above and below.
    """

    def __init__(self, radius: float, z: float) -> None:
        super().__init__(-1.0, -1.0, 2.0, 2.0)
        self._radius = radius
        self.setZValue(z)

    def show_gaussian(self, loc: np.ndarray, scale: np.ndarray) -> None:
        """Lie where a Gaussian of mean ``[2]`` and lower triangular scale ``[2, 2]`` has its contour."""
        (a, _), (b, c) = self._radius * scale
        self.setTransform(QTransform(float(a), float(b), 0.0, float(c), float(loc[0]), float(loc[1])))

    def dress(
        self, colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine, fill: float = 0.0
    ) -> None:
        """Draw the line so wide, px, and fill with the colour at an opacity."""
        pen = QPen(colour, width, style)
        pen.setCosmetic(True)
        self.setPen(pen)
        ground = QColor(colour)
        ground.setAlphaF(fill * colour.alphaF())
        self.setBrush(ground if fill else QColor(Qt.GlobalColor.transparent))


def place_on(loc: np.ndarray, scale: np.ndarray, radius: float, degrees: float) -> tuple[float, float]:
    """Return the point of a contour that lies in a direction from its centre, in data units."""
    towards = np.array([math.cos(math.radians(degrees)), math.sin(math.radians(degrees))])
    distance = radius / np.linalg.norm(np.linalg.solve(scale, towards))
    point = loc + distance * towards
    return float(point[0]), float(point[1])
