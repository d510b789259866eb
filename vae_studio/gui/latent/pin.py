"""The numbered pin that marks where an image of the tray lies."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from vae_studio.gui.theme import Theme

RADIUS = 9.0
RING = 1.5
RAISED = 1.25


class Pin(QGraphicsObject):
    """A filled circle with a white ring and a number; it keeps its size however the plot is scaled."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self.number = number
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(10)

    def raise_(self, raised: bool) -> None:
        """Stand out from the other pins, or not."""
        self.setScale(RAISED if raised else 1.0)
        self.setZValue(20 if raised else 10)

    def boundingRect(self) -> QRectF:
        """Return the circle's square."""
        side = RADIUS + RING
        return QRectF(-side, -side, 2 * side, 2 * side)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the circle and its number."""
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("ring"), RING))
        painter.setBrush(self._theme.colour("accent_fill"))
        painter.drawEllipse(QPointF(0, 0), RADIUS, RADIUS)
        font = self._theme.font("section")
        font.setPixelSize(10 if self.number < 100 else 8)
        painter.setFont(font)
        painter.setPen(self._theme.colour("on_accent"))
        painter.drawText(self.boundingRect(), Qt.AlignmentFlag.AlignCenter, str(self.number))
