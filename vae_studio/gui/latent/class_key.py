"""The colours of the classes, in a few lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from vae_studio.gui.theme import Theme

LINE, DOT, GAP, BETWEEN = 18, 8, 5, 10
MOST_LINES = 5
MOST_WIDTH = 90
"""Width of a class's name beyond which it is cut, px."""


class ClassKey(QWidget):
    """A dot and a name for each class, as many to a line as fit; five lines at most.

    Parameters
    ----------
    theme
        Colours and type.
    width
        Of the lines, px.
    """

    def __init__(self, theme: Theme, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._spread: list[tuple[int, int]] = []
        self._width = width
        theme.changed.connect(self.update)
        self.hide()

    @property
    def names(self) -> tuple[str, ...]:
        """The classes that are shown."""
        return self._names

    def show_classes(self, names: tuple[str, ...]) -> None:
        """Show classes by their names; none hides the key."""
        if names != self._names:
            self._names = names
            self.setAccessibleName(f"Classes: {', '.join(names)}")
            self._spread = self._places()
            self.setFixedSize(self._width, (self._spread[-1][1] + 1) * LINE if self._spread else 0)
            self.update()
        self.setVisible(bool(names))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint dots and names."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("secondary"))
        for number, (left, line) in enumerate(self._spread):
            top = line * LINE
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.class_colour(number))
            painter.drawEllipse(left, top + (LINE - DOT) // 2, DOT, DOT)
            painter.setPen(self._theme.colour("text_2"))
            name = painter.fontMetrics().elidedText(
                self._names[number], Qt.TextElideMode.ElideRight, MOST_WIDTH
            )
            painter.drawText(
                left + DOT + GAP, top, MOST_WIDTH + BETWEEN, LINE, Qt.AlignmentFlag.AlignVCenter, name
            )

    def _places(self) -> list[tuple[int, int]]:
        """Return where each class that fits begins, px, and in which line."""
        metrics = QFontMetrics(self._theme.font("secondary"))
        places, left, line = [], 0, 0
        for name in self._names:
            needed = DOT + GAP + min(metrics.horizontalAdvance(name), MOST_WIDTH)
            if left and left + needed > self._width:
                left, line = 0, line + 1
            if line == MOST_LINES:
                break
            places.append((left, line))
            left += needed + BETWEEN
        return places
