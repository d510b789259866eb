"""What the lab's forms are laid out with: headed sections and rows of a label and a field."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.fields import DoubleSpinBox
from vae_studio.gui.widgets.labels import Label

SIDE = 16
LABEL_WIDTH = 78
ROW_HEIGHT = 28
_SWATCH = 12


class Swatch(QWidget):
    """A small square in the colour of a curve."""

    def __init__(self, theme: Theme, token: str) -> None:
        super().__init__()
        self._theme = theme
        self._token = token
        self.setFixedSize(_SWATCH, _SWATCH)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the square."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._token))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)


class PlacesSpinBox(DoubleSpinBox):
    """A decimal number that always shows so many decimals."""

    def __init__(self, places: int, parent: QWidget | None = None) -> None:
        self._places = places
        super().__init__(parent=parent)
        self.setDecimals(places)

    def textFromValue(self, value: float) -> str:
        """Return the number with its decimals."""
        return decimal(value, self._places)


def heading(theme: Theme, words: str, token: str = "") -> QHBoxLayout:
    """Return a section's first line: a swatch where there is a colour, and the words."""
    row = QHBoxLayout()
    row.setContentsMargins(SIDE, 0, SIDE, 0)
    row.setSpacing(10)
    if token:
        row.addWidget(Swatch(theme, token))
    row.addWidget(Label(theme, words, role="section"))
    row.addStretch(1)
    return row


def padded(widget: QWidget) -> QHBoxLayout:
    """Return a widget between the column's margins."""
    row = QHBoxLayout()
    row.setContentsMargins(SIDE, 0, SIDE, 0)
    row.addWidget(widget)
    return row


def form() -> QGridLayout:
    """Return an empty form; :func:`add_row` fills it."""
    grid = QGridLayout()
    grid.setContentsMargins(SIDE, 0, SIDE, 0)
    grid.setHorizontalSpacing(6)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    return grid


def add_row(theme: Theme, grid: QGridLayout, words: str, field: QWidget) -> None:
    """Add a label and its field."""
    row = grid.rowCount()
    label = Label(theme, words, tone="text_2")
    label.setFixedWidth(LABEL_WIDTH)
    label.setBuddy(field)
    field.setAccessibleName(words)
    grid.addWidget(label, row, 0)
    grid.addWidget(field, row, 1)
    grid.setRowMinimumHeight(row, ROW_HEIGHT)
