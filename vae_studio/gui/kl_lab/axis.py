"""An axis whose numbers have true minus signs."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF

from vae_studio.gui.figures import MINUS

BEYOND = 15.0


class Axis(pg.AxisItem):
    """As pyqtgraph's, in the studio's notation; the first and the last number may reach beyond its ends."""

    def boundingRect(self) -> QRectF:
        """Return what is drawn on; pyqtgraph leaves out numbers at the ends once there is a grid."""
        drawn: QRectF = super().boundingRect()
        return drawn.adjusted(-BEYOND, -BEYOND, BEYOND, BEYOND)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the words of the ticks."""
        return [text.replace("-", MINUS) for text in super().tickStrings(values, scale, spacing)]
