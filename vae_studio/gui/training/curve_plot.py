"""One small plot of curves over epochs, with its title and its figures above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.history import Points
from vae_studio.gui.widgets.labels import Label

LEFT_AXIS = 32
RIGHT_AXIS = 24


@dataclass(frozen=True)
class Series:
    """One curve: its name, its colour token, how its figure is written, and which axis it has."""

    name: str
    token: str
    places: int = 1
    dashed: bool = False
    on_right: bool = False


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
        self._series = {one.name: one for one in series}
        self._points: dict[str, Points] = {}
        self._figures = {one.name: _Figure(theme, one) for one in series}
        self.plot = _Plot()
        self.plot.setFixedHeight(height)
        self._curves = {one.name: self._curve(one) for one in series}
        self._dots = {one.name: self._dot() for one in series if not one.dashed}
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self.plot.addItem(self._cursor, ignoreBounds=True)
        self._set_up_axes(labelled)
        self._lay_out(title, unit)
        self.plot.scene().sigMouseMoved.connect(self._point_at)
        self.plot.left.connect(lambda: self.pointed.emit(float("nan")))
        theme.changed.connect(self._dress)
        self._dress()

    def set_points(self, name: str, points: Points) -> None:
        """Draw one curve anew; its figure becomes the last value."""
        self._points[name] = points
        epochs, values = points
        self._curves[name].setData(epochs, values)
        if name in self._dots:
            self._dots[name].setData(epochs[-1:], values[-1:])
        self.read_out(float("nan"))

    def read_out(self, epoch: float) -> None:
        """Show the figures nearest to one epoch, or with NaN the last ones."""
        shown = not np.isnan(epoch)
        self._cursor.setVisible(shown)
        if shown:
            self._cursor.setPos(epoch)
        for name, figure in self._figures.items():
            figure.show_value(_value_at(self._points.get(name), epoch))

    def set_epochs(self, epochs: int) -> None:
        """Let the x axis reach to so many epochs."""
        self.plot.setXRange(0, max(1, epochs), padding=0.02)

    def figure_text(self, name: str) -> str:
        """Return what the legend says of one curve."""
        return self._figures[name].label.text()

    def _curve(self, series: Series) -> pg.PlotDataItem:
        curve = pg.PlotDataItem(connect="finite", antialias=True)
        if series.on_right:
            self.plot.right_box().addItem(curve)
        else:
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
            self.plot.addItem(curve)
        return curve

    def _dot(self) -> pg.ScatterPlotItem:
        dot = pg.ScatterPlotItem(size=6, pen=None, pxMode=True)
        self.plot.addItem(dot)
        return dot

    def _set_up_axes(self, labelled: bool) -> None:
        item = self.plot.getPlotItem()
        item.getAxis("left").setWidth(LEFT_AXIS)
        item.showAxis("right")
        item.getAxis("right").setWidth(RIGHT_AXIS)
        item.getAxis("bottom").setStyle(showValues=labelled, tickLength=0)
        item.getAxis("bottom").setHeight(30 if labelled else 4)
        if labelled:
            item.setLabel("bottom", "epoch")
        for side in ("left", "right"):
            item.getAxis(side).setStyle(tickLength=0, maxTickLevel=0)
        has_right = any(one.on_right for one in self._series.values())
        item.getAxis("right").setStyle(showValues=has_right)
        item.showGrid(x=True, y=True, alpha=1.0)

    def _lay_out(self, title: str, unit: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(Label(self._theme, title, role="section"))
        row.addWidget(Label(self._theme, unit, tone="text_2"))
        row.addStretch(1)
        for figure in self._figures.values():
            row.addWidget(figure)
            row.addSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.plot)

    def _point_at(self, position: QPointF) -> None:
        box = self.plot.getPlotItem().getViewBox()
        if box.sceneBoundingRect().contains(position):
            self.pointed.emit(float(box.mapSceneToView(position).x()))

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


class _Plot(pg.PlotWidget):
    left = Signal()

    def __init__(self) -> None:
        super().__init__(background=None)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setContentsMargins(0, 0, 0, 0)
        self._right: pg.ViewBox | None = None

    def right_box(self) -> pg.ViewBox:
        """Return the second view box, which the right axis belongs to."""
        if self._right is None:
            item = self.getPlotItem()
            self._right = pg.ViewBox(enableMenu=False)
            item.scene().addItem(self._right)
            item.getAxis("right").linkToView(self._right)
            self._right.setXLink(item)
            self._right.setYRange(0, 1.05, padding=0)
            self._right.setMouseEnabled(x=False, y=False)
            item.getViewBox().sigResized.connect(self._follow)
        return self._right

    def dress(self, theme: Theme) -> None:
        item = self.getPlotItem()
        item.getViewBox().setBackgroundColor(theme.colour("canvas"))
        for side in ("left", "bottom", "right"):
            axis = item.getAxis(side)
            axis.setPen(pg.mkPen(theme.colour("plot_grid")))
            axis.setTextPen(pg.mkPen(theme.colour("text_3")))
            axis.setTickFont(theme.font("tick"))
        item.getAxis("bottom").label.setFont(theme.font("tick"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.enableAutoRange()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: object) -> None:
        self.left.emit()
        super().leaveEvent(event)

    def _follow(self) -> None:
        if self._right is not None:
            self._right.setGeometry(self.getPlotItem().getViewBox().sceneBoundingRect())


class _Figure(QWidget):
    """A stroke in the curve's colour, its name and its value."""

    def __init__(self, theme: Theme, series: Series) -> None:
        super().__init__()
        self._theme = theme
        self._series = series
        self.label = Label(theme, series.name, tone="text_2")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 0, 0)
        row.addWidget(self.label)

    def show_value(self, value: float | None) -> None:
        self.label.setText(
            self._series.name if value is None else f"{self._series.name} {self._written(value)}"
        )

    def _written(self, value: float) -> str:
        return decimal(value, self._series.places)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        style = Qt.PenStyle.DotLine if self._series.dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(self._theme.colour(self._series.token), 1.5, style))
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(13, middle))


def _value_at(points: Points | None, epoch: float) -> float | None:
    if points is None or len(points[0]) == 0:
        return None
    epochs, values = points
    return float(values[-1] if np.isnan(epoch) else values[np.abs(epochs - epoch).argmin()])
