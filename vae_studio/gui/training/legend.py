"""What stands above a plot for each of its curves."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.figures import NONE, decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label


@dataclass(frozen=True)
class Series:
    """One curve.

    Attributes
    ----------
    name
        In the legend, unless it is called something else there.
    token
        Of its colour.
    places
        Decimals of its figure.
    dashed, on_right
        How it is drawn, and against which axis.
    hidden
        Whether it is shown only when it is asked for.
    called
        What the legend says instead of the name; empty for the name.
    """

    name: str
    token: str
    places: int = 1
    dashed: bool = False
    on_right: bool = False
    hidden: bool = False
    called: str = ""

    @property
    def words(self) -> str:
        """What the legend calls it."""
        return self.called or self.name


class LegendEntry(QWidget):
    """A stroke in the curve's colour, its name and its value."""

    def __init__(self, theme: Theme, series: Series) -> None:
        super().__init__()
        self._theme = theme
        self._series = series
        self._places = series.places
        self.label = Label(theme, series.words, tone="text_2")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 0, 0)
        row.addWidget(self.label)

    def show_value(self, value: float | None) -> None:
        """Write the value behind the name; None writes the name alone."""
        words = self._series.words
        self.label.setText(words if value is None else f"{words} {self._written(value)}")

    def show_missing(self) -> None:
        """Write that there is no such figure."""
        self.label.setText(f"{self._series.words} {NONE}")

    def set_places(self, places: int) -> None:
        """Write values with so many decimals, from the next one on."""
        self._places = places

    def set_called(self, words: str) -> None:
        """Call the curve something else, from the next value on; empty for its name."""
        self._series = replace(self._series, called=words)

    @property
    def called(self) -> str:
        """What the curve is called instead of its name; empty for its name."""
        return self._series.called

    @property
    def places(self) -> int:
        """Decimals of the value."""
        return self._places

    def _written(self, value: float) -> str:
        return decimal(value, self._places)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stroke."""
        del event
        painter = QPainter(self)
        style = Qt.PenStyle.DotLine if self._series.dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(self._theme.colour(self._series.token), 1.5, style))
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(13, middle))
