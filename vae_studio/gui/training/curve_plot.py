"""One small plot of curves over epochs, with its title and its figures above it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.history import Points
from vae_studio.gui.training.legend import LegendEntry, Series
from vae_studio.gui.training.plot_area import LEFT_AXIS, PlotArea
from vae_studio.gui.widgets.labels import Label


class CurvePlot(QWidget):
    """Curves that share a title, a unit and an x axis of epochs.

    Signals
    -------
    pointed
        The epoch under the pointer, or NaN when it leaves.
    """

    pointed = Signal(float)

    def __init__(
        self,
        theme: Theme,
        title: str,
        unit: str,
        series: Sequence[Series],
        *,
        height: int,
        labelled: bool = False,
    ) -> None:
        super().__init__()
        self._theme = theme
        self.title = Label(theme, title, role="section")
        self.unit = Label(theme, unit, tone="text_2")
        self._missing = False
        self._series = {one.name: one for one in series}
        self._points: dict[str, Points] = {}
        self._figures = {one.name: LegendEntry(theme, one) for one in series}
        self.plot = PlotArea(labelled=labelled, has_right=any(one.on_right for one in series))
        self.plot.setFixedHeight(height)
        self._curves = {one.name: self._curve(one) for one in series}
        self._dots = {one.name: self._dot() for one in series if not one.dashed}
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self.plot.box.addItem(self._cursor, ignoreBounds=True)
        self.words = Label(theme, "", tone="text_3", wrap=True)
        self._lay_out()
        self.plot.pointed.connect(self.pointed)
        theme.changed.connect(self._dress)
        self._dress()

    def set_points(self, name: str, points: Points) -> None:
        """Draw one curve anew; its figure becomes the last value."""
        self._points[name] = points
        epochs, values = points
        self._curves[name].setData(epochs, values)
        if name in self._dots:
            self._dots[name].setData(epochs[-1:], values[-1:])
        if self._series[name].on_right:
            self.plot.reach_right(max(1.0, float(values.max(initial=1.0))))
        self.read_out(float("nan"))

    def read_out(self, epoch: float) -> None:
        """Show the figures nearest to one epoch, or with NaN the last ones."""
        shown = not np.isnan(epoch)
        self._cursor.setVisible(shown)
        if shown:
            self._cursor.setPos(epoch)
        for name, figure in self._figures.items():
            if self._missing:
                figure.show_missing()
            else:
                figure.show_value(_value_at(self._points.get(name), epoch))

    def set_heading(self, title: str, unit: str, places: int) -> None:
        """Say what is drawn, in which unit, and with how many decimals its figures are written."""
        self.title.setText(title)
        self.unit.setText(unit)
        self.unit.setVisible(bool(unit))
        for figure in self._figures.values():
            figure.set_places(places)

    def set_missing(self, words: str) -> None:
        """Say in the plot why there is nothing to draw; empty words take that back."""
        self._missing = bool(words)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.read_out(float("nan"))

    def set_epochs(self, epochs: int) -> None:
        """Let the x axis reach to so many epochs."""
        self.plot.set_epochs(epochs)

    def figure_text(self, name: str) -> str:
        """Return what the legend says of one curve."""
        return self._figures[name].label.text()

    def _curve(self, series: Series) -> pg.PlotDataItem:
        curve = pg.PlotDataItem(connect="finite", antialias=True)
        if not series.on_right:
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
        self.plot.add(curve, on_right=series.on_right)
        return curve

    def _dot(self) -> pg.ScatterPlotItem:
        dot = pg.ScatterPlotItem(size=6, pen=None, pxMode=True)
        self.plot.add(dot)
        return dot

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.title)
        row.addWidget(self.unit)
        row.addStretch(1)
        for position, figure in enumerate(self._figures.values()):
            if position:
                row.addSpacing(6)
            row.addWidget(figure)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.plot)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words.hide()
        over = QVBoxLayout(self.plot)
        over.setContentsMargins(LEFT_AXIS, 0, 0, 0)
        over.addWidget(self.words)

    def _dress(self) -> None:
        theme = self._theme
        self.plot.dress(theme)
        self._cursor.setPen(pg.mkPen(theme.colour("text_3"), width=1))
        for name, series in self._series.items():
            colour = theme.colour(series.token)
            style = Qt.PenStyle.DashLine if series.dashed else Qt.PenStyle.SolidLine
            self._curves[name].setPen(pg.mkPen(colour, width=1.5, style=style))
            if name in self._dots:
                self._dots[name].setBrush(pg.mkBrush(colour))
            self._figures[name].update()


def _value_at(points: Points | None, epoch: float) -> float | None:
    if points is None or len(points[0]) == 0:
        return None
    epochs, values = points
    return float(values[-1] if np.isnan(epoch) else values[np.abs(epochs - epoch).argmin()])
