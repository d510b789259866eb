"""The row of shapes, painted so that it shrinks from the middle."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_studio.gui.model.flow_parts import ARROW, FlowPart
from vae_studio.gui.theme import Theme

_ELLIPSIS = FlowPart("…", "text_3")
_GAP = 5


class FlowLine(QWidget):
    """Stations with arrows between; where the place is too narrow, middle ones give way to "…"."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[FlowPart, ...] = ()
        self.setFixedHeight(16)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The whole row as words."""
        return f" {ARROW} ".join(part.text for part in self._parts)

    def set_parts(self, parts: Sequence[FlowPart]) -> None:
        """Show another row."""
        self._parts = tuple(parts)
        self.setAccessibleName(self.text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the whole row."""
        return QSize(self._width(self._parts), 16)

    def shown_parts(self) -> tuple[FlowPart, ...]:
        """Return the stations that fit."""
        parts = self._parts
        kept = len(parts)
        while kept > 2 and self._width(parts) > self.width():
            kept -= 1
            head = kept // 2
            parts = (*self._parts[:head], _ELLIPSIS, *self._parts[len(self._parts) - (kept - head) :])
        return parts

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stations that fit."""
        del event
        painter = QPainter(self)
        arrow_width = self._metrics(_ELLIPSIS).horizontalAdvance(ARROW)
        left = 0
        for index, part in enumerate(self.shown_parts()):
            if index:
                self._draw(painter, left + _GAP, FlowPart(ARROW, "text_3"))
                left += arrow_width + 2 * _GAP
            self._draw(painter, left, part)
            left += self._metrics(part).horizontalAdvance(part.text)

    def _draw(self, painter: QPainter, left: int, part: FlowPart) -> None:
        painter.setFont(self._font(part))
        painter.setPen(self._theme.colour(part.tone))
        place = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), part.text)

    def _width(self, parts: Sequence[FlowPart]) -> int:
        arrow = self._metrics(_ELLIPSIS).horizontalAdvance(ARROW) + 2 * _GAP
        words = sum(self._metrics(part).horizontalAdvance(part.text) for part in parts)
        return words + arrow * max(0, len(parts) - 1)

    def _metrics(self, part: FlowPart) -> QFontMetrics:
        return QFontMetrics(self._font(part))

    def _font(self, part: FlowPart) -> QFont:
        font = self._theme.font("section" if part.strong else "body")
        # Shapes do not stand in columns, and the row is short of room.
        font.unsetFeature(QFont.Tag("tnum"))
        return font
