"""An axis of the grid: its ticks are given, and drawn anew with each movement of the view."""

from __future__ import annotations

from typing import Any, TypeAlias

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

Ticks = list[tuple[float, str]]
Line: TypeAlias = "tuple[QPen, QPointF, QPointF]"
Text: TypeAlias = "tuple[QRectF, Qt.AlignmentFlag, str]"

MOST_WIDTHS = 1000
TEXT_HEIGHT = 0.8
"""Share of a line's height that its digits take."""


class TileAxis(pg.AxisItem):
    """A left or bottom axis with one level of ticks.

    It looks like pyqtgraph's own, which measures every word anew whenever the view moves and takes four times
    as long for it as for painting.
    """

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self._ticks: Ticks | None = None
        self._widths: dict[str, float] = {}

    def show_ticks(self, ticks: Ticks, words: str) -> None:
        """Draw ticks, places in the view with their words, and the name of the axis; only what has changed."""
        if ticks != self._ticks:
            self._ticks = ticks
            self.setTicks([ticks])
        if words != self.labelText:
            self.setLabel(words)
            self.resizeEvent()  # which is what puts the name into the middle

    def setTickFont(self, font: QFont) -> None:
        """Draw the words in another font."""
        self._widths.clear()
        super().setTickFont(font)

    def generateDrawSpecs(self, p: QPainter) -> tuple[Line, list[Line], list[Text]] | None:
        """Return the line of the axis, its ticks and their words."""
        del p
        bounds = self.mapRectFromParent(self.geometry())
        low, high = self.range
        horizontal = self.orientation == "bottom"
        length = bounds.width() if horizontal else bounds.height()
        if length <= 0 or high == low:
            return None
        start = bounds.left() if horizontal else bounds.top()
        edge = bounds.top() if horizontal else bounds.right()
        first, step = (start, length) if horizontal else (start + length, -length)
        places = [(first + (at - low) / (high - low) * step, words) for at, words in self._ticks or ()]
        inside = [(at, words) for at, words in places if start <= at <= start + length]
        ends = self.style["tickLength"] * (1 if horizontal else -1)
        pen = self.tickPen()
        ticks = [(pen, _point(at, edge, horizontal), _point(at, edge + ends, horizontal)) for at, _ in inside]
        line = (
            self.pen(),
            _point(start - 1.0, edge + (1.0 if horizontal else -1.0), horizontal),
            _point(start + length + 1.0, edge + (1.0 if horizontal else -1.0), horizontal),
        )
        return line, ticks, self._texts(inside, edge, horizontal)

    def _texts(self, places: list[tuple[float, str]], edge: float, horizontal: bool) -> list[Text]:
        metrics = QFontMetricsF(self.style["tickFont"] or QFont())
        height, room = TEXT_HEIGHT * metrics.height(), self.boundingRect()
        away = max(0, self.style["tickLength"]) + self.style["tickTextOffset"][1 if horizontal else 0]
        flags = Qt.TextFlag.TextDontClip | (
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            if horizontal
            else Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        texts: list[Any] = []
        for at, words in places:
            width = self._width(words, metrics)
            left, top = (at - width / 2, edge + away) if horizontal else (edge - away - width, at - height / 2)
            rect = QRectF(left, top, width, height)
            if room.contains(rect):
                texts.append((rect, flags, words))
        return texts

    def _width(self, words: str, metrics: QFontMetricsF) -> float:
        if words not in self._widths:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            self._widths[words] = metrics.horizontalAdvance(words)
        return self._widths[words]


def _point(along: float, across: float, horizontal: bool) -> QPointF:
    return QPointF(along, across) if horizontal else QPointF(across, along)
