"""What the colours mean, for pictures that leave the window: on the screen the options say it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.scatter.colouring import ColourScale, scale_colours
from vae_studio.gui.theme import Theme

ROW, DOT, PADDING = 16.0, 4.0, 8.0
MOST_ROWS = 12
BAR = 120.0


class PlotKey(QGraphicsObject):
    """A box in the upper right corner of a plot: classes with their dots, or a scale with its ends."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._classes: list[tuple[str, QColor]] = []
        self._scale: ColourScale | None = None
        self._place = QRectF()
        self.setZValue(100)
        self.hide()

    def show_classes(self, classes: Sequence[tuple[str, QColor]]) -> None:
        """Explain the colours of classes; the last row says how many more there are."""
        self._classes, self._scale = list(classes), None

    def show_scale(self, scale: ColourScale) -> None:
        """Explain a scale."""
        self._classes, self._scale = [], scale

    def place(self, frame: QRectF) -> None:
        """Stand in the upper right corner of a frame."""
        self.prepareGeometryChange()
        width, height = self._size()
        self._place = QRectF(frame.right() - width - 8, frame.top() + 8, width, height)

    def boundingRect(self) -> QRectF:
        """Return its box."""
        return self._place.adjusted(-1, -1, 1, 1)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the box and what is in it."""
        del option, widget
        if not self._classes and self._scale is None:
            return
        ground = self._theme.colour("canvas")
        ground.setAlphaF(0.85)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(self._place, 4, 4)
        painter.setFont(self._theme.font("secondary"))
        if self._scale is not None:
            self._paint_scale(painter, self._scale)
        else:
            self._paint_classes(painter)

    def _rows(self) -> list[tuple[str, QColor | None]]:
        rows: list[tuple[str, QColor | None]] = [*self._classes[:MOST_ROWS]]
        rest = len(self._classes) - MOST_ROWS
        return [*rows, (f"and {rest} more", None)] if rest > 0 else rows

    def _size(self) -> tuple[float, float]:
        metrics = QFontMetricsF(self._theme.font("secondary"))
        if self._scale is not None:
            name = metrics.horizontalAdvance(_title(self._scale))
            return max(BAR, name) + 2 * PADDING, 3 * ROW + PADDING
        rows = self._rows()
        widest = max((metrics.horizontalAdvance(name) for name, _ in rows), default=0.0)
        return widest + 2 * DOT + 8 + 2 * PADDING, len(rows) * ROW + PADDING

    def _paint_classes(self, painter: QPainter) -> None:
        left, top = self._place.left() + PADDING, self._place.top() + PADDING / 2
        for number, (name, colour) in enumerate(self._rows()):
            middle = top + (number + 0.5) * ROW
            if colour is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawEllipse(QPointF(left + DOT, middle), DOT, DOT)
            painter.setPen(self._theme.colour("text_2"))
            words = QRectF(left + 2 * DOT + 8, middle - ROW / 2, self._place.width(), ROW)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _paint_scale(self, painter: QPainter, scale: ColourScale) -> None:
        inner = self._place.adjusted(PADDING, PADDING / 2, -PADDING, -PADDING / 2)
        line = QRectF(inner.left(), inner.top(), inner.width(), ROW)
        painter.setPen(self._theme.colour("text_2"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, _title(scale))
        bar = QRectF(inner.left(), inner.top() + ROW + 3, inner.width(), ROW - 6)
        paint_bar(painter, self._theme, bar)
        line.moveTop(inner.top() + 2 * ROW)
        painter.setPen(self._theme.colour("text_2"))
        places = 2 if scale.high - scale.low < 10 else 1
        for value, side in ((scale.low, Qt.AlignmentFlag.AlignLeft), (scale.high, Qt.AlignmentFlag.AlignRight)):
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | side, decimal(value, places))


def paint_bar(painter: QPainter, theme: Theme, place: QRectF) -> None:
    """Paint the colours of a scale from left to right."""
    gradient = QLinearGradient(place.topLeft(), place.topRight())
    steps = scale_colours(theme, 17).tolist()
    for number, colour in enumerate(steps):
        gradient.setColorAt(number / (len(steps) - 1), QColor(*colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(place, 2, 2)


def _title(scale: ColourScale) -> str:
    return f"{scale.name}, {scale.unit}"
