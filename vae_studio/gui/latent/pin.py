"""The numbered pin that marks where an image of the tray lies."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsSceneHoverEvent,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from vae_studio.gui.theme import Theme

RADIUS = 9.0
RING = 1.5
HALO = 2.0
RAISED = 1.25


class Pin(QGraphicsObject):
    """A filled circle with a white ring and a number; it keeps its size however the plot is scaled.

    Signals
    -------
    clicked
        The pin was pressed; whether Ctrl was held, which adds its card to those selected.
    hovered
        Whether the pointer is on it.
    """

    clicked = Signal(bool)
    hovered = Signal(bool)

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._flagged = False
        self._selected = False
        self.number = number
        self.setAcceptHoverEvents(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(10)

    def raise_(self, raised: bool) -> None:
        """Stand out from the other pins, or not."""
        self.setScale(RAISED if raised else 1.0)
        self.setZValue(20 if raised else 10)

    @property
    def flagged(self) -> bool:
        """Whether its image is out of the range of the validation images."""
        return self._flagged

    @property
    def selected(self) -> bool:
        """Whether its card is selected."""
        return self._selected

    def set_state(self, *, flagged: bool, selected: bool) -> None:
        """Say whether its image is out of range, and whether its card is selected."""
        if (flagged, selected) != (self._flagged, self._selected):
            self._flagged, self._selected = flagged, selected
            self.update()

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Select its card."""
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        self.clicked.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Say that the pointer is here."""
        super().hoverEnterEvent(event)
        self.hovered.emit(True)

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Say that the pointer has gone."""
        super().hoverLeaveEvent(event)
        self.hovered.emit(False)

    def boundingRect(self) -> QRectF:
        """Return the square of the circle and its halo."""
        side = RADIUS + RING + HALO
        return QRectF(-side, -side, 2 * side, 2 * side)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the circle and its number."""
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._selected:
            painter.setPen(QPen(self._theme.colour("accent"), HALO))
            painter.drawEllipse(QPointF(0, 0), RADIUS + RING, RADIUS + RING)
        painter.setPen(QPen(self._theme.colour("ring"), RING))
        painter.setBrush(self._theme.colour("flag" if self._flagged else "accent_fill"))
        painter.drawEllipse(QPointF(0, 0), RADIUS, RADIUS)
        font = self._theme.font("section")
        font.setPixelSize(10 if self.number < 100 else 8)
        painter.setFont(font)
        painter.setPen(self._theme.colour("on_flag" if self._flagged else "on_accent"))
        painter.drawText(self.boundingRect(), Qt.AlignmentFlag.AlignCenter, str(self.number))
