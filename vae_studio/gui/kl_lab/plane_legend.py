"""What the contours of the plane mean, in a corner of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from vae_studio.gui.theme import Theme

LINE = 20.0
PADDING = 12.0
KEY = 22.0


@dataclass(frozen=True)
class Entry:
    """One kind of contour: its words, the token of its colour, its line, and the opacity of its ground."""

    words: str
    token: str
    width: float = 1.5
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    fill: float = 0.0
    opacity: float = 1.0


class PlaneLegend(QGraphicsItem):
    """A card with one line for each kind of contour; drawn in pixels, whatever the plot shows."""

    def __init__(self, theme: Theme, parent: QGraphicsItem | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[Entry, ...] = ()
        self.setZValue(100)

    @property
    def words(self) -> tuple[str, ...]:
        """What the lines say."""
        return tuple(entry.words for entry in self._entries)

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Explain other contours."""
        self.prepareGeometryChange()
        self._entries = entries
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the card."""
        metrics = QFontMetricsF(self._theme.font("secondary"))
        widest = max((metrics.horizontalAdvance(entry.words) for entry in self._entries), default=0.0)
        return QRectF(0, 0, PADDING * 2 + KEY + 8 + widest, 14 + LINE * len(self._entries))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the card and its lines."""
        del option, widget
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("popup"))
        painter.drawRoundedRect(self.boundingRect().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setFont(theme.font("secondary"))
        for row, entry in enumerate(self._entries):
            middle = 7 + LINE * (row + 0.5)
            colour = faded(theme.colour(entry.token), entry.opacity)
            painter.setPen(QPen(colour, entry.width, entry.style))
            painter.setBrush(faded(colour, entry.fill))
            painter.drawRoundedRect(QRectF(PADDING, middle - 4.5, KEY - 2, 9), 4.5, 4.5)
            painter.setPen(theme.colour("text"))
            painter.drawText(QPointF(PADDING + KEY + 8, middle + 4), entry.words)


def faded(colour: QColor, opacity: float) -> QColor:
    """Return a colour that lets so much of what is behind it through."""
    made = QColor(colour)
    made.setAlphaF(colour.alphaF() * opacity)
    return made
