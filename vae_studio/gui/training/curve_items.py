"""What is drawn of the curves of one plot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_ground import CurveGround
from vae_studio.gui.training.history import Points
from vae_studio.gui.training.legend import Series
from vae_studio.gui.training.mark_items import MarkItems
from vae_studio.gui.training.smoothing import smoothed
from vae_studio.gui.training.thin_curve import ThinCurve

FAINT = 0.35
"""Opacity of a curve behind its smoothed one."""
WIDTH, DENSE_WIDTH, DENSE = 1.5, 1.0, 300
"""Width of a curve, and of one with more points than that, whose wide strokes would take long to draw."""
NOTHING: Points = (np.zeros(0), np.zeros(0))


class CurveItems:
    """Curves with their last points, over a :class:`CurveGround`.

    Parameters
    ----------
    ground
        Where they are drawn.
    theme
        Their colours.
    series
        Which there are; those that are hidden are drawn once they are shown.
    width
        Of the strokes, px.
    """

    def __init__(
        self, ground: CurveGround, theme: Theme, series: Sequence[Series], width: float = WIDTH
    ) -> None:
        self._ground = ground
        self._theme = theme
        self._width = width
        self.series = {one.name: one for one in series}
        self.shown = {one.name: not one.hidden for one in series}
        self.points: dict[str, Points] = {}
        self._logarithmic = False
        self._smoothing = 0.0
        self.raw = {one.name: self._curve(one) for one in series}
        self.curves = {one.name: self._curve(one) for one in series}
        self.dots = {one.name: self._dot() for one in series if not one.dashed}
        self.marks = MarkItems(ground, theme)
        self.dress()

    def set_points(self, name: str, points: Points) -> None:
        """Draw one curve anew."""
        was_dense = len(self.points.get(name, NOTHING)[0]) > DENSE
        self.points[name] = points
        if (len(points[0]) > DENSE) is not was_dense:
            self.dress()
        self._draw(name)

    def set_shown(self, name: str, shown: bool) -> None:
        """Show or hide one curve."""
        self.shown[name] = shown
        self._draw(name)

    def set_smoothing(self, weight: float) -> None:
        """Smooth the curves of the left axis, and leave what was measured faintly behind them."""
        if weight != self._smoothing:
            self._smoothing = weight
            self._draw_all()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Draw the curves of the left axis on a log axis."""
        if logarithmic != self._logarithmic:
            self._logarithmic = logarithmic
            self._ground.set_logarithmic(logarithmic)
            self._draw_all()
            self._ground.box.enableAutoRange(axis=pg.ViewBox.YAxis)

    def is_positive(self) -> bool:
        """Whether every value of the left axis has a logarithm."""
        return all(
            bool(np.all(points[1] > 0))
            for name, points in self.points.items()
            if not self.series[name].on_right and self.shown[name]
        )

    def mark_points(self, epoch: float) -> None:
        """Put the dots at one epoch, or with NaN at the last ones."""
        for name, dot in self.dots.items():
            epochs, values = self._drawn(name, 0.0)
            place = nearest(epochs, epoch)
            dot.setData(*((), ()) if place is None else (epochs[[place]], values[[place]]))

    def value_at(self, name: str, epoch: float) -> float | None:
        """Return a value at the point nearest to an epoch, with NaN the last one; None where there is none."""
        epochs, values = self.points.get(name, NOTHING)
        place = nearest(epochs, epoch)
        return None if place is None else float(values[place])

    def positions(self) -> np.ndarray:
        """Return the epochs of all points that are shown."""
        shown = [points[0] for name, points in self.points.items() if self.shown[name]]
        return np.concatenate(shown) if shown else NOTHING[0]

    def dress(self) -> None:
        """Wear the theme's colours."""
        theme = self._theme
        self._ground.dress(theme)
        for name, series in self.series.items():
            colour = theme.colour(series.token)
            style = Qt.PenStyle.DashLine if series.dashed else Qt.PenStyle.SolidLine
            width = self._width if len(self.points.get(name, NOTHING)[0]) <= DENSE else DENSE_WIDTH
            self.curves[name].setPen(pg.mkPen(colour, width=width, style=style))
            self.raw[name].setPen(pg.mkPen(_faint(colour), width=1.0, style=style))
            if name in self.dots:
                self.dots[name].setBrush(pg.mkBrush(colour))
        self.marks.dress()

    def _draw_all(self) -> None:
        for name in self.points:
            self._draw(name)

    def _draw(self, name: str) -> None:
        epochs, values = self._drawn(name, 0.0)
        is_smoothed = self._smoothing > 0 and not self.series[name].on_right
        self.raw[name].set_points((epochs, values) if is_smoothed else NOTHING)
        self.curves[name].set_points(self._drawn(name, self._smoothing) if is_smoothed else (epochs, values))
        if name in self.dots:
            self.dots[name].setData(epochs[-1:], values[-1:])
        if self.series[name].on_right:
            self._ground.reach_right(max(1.0, float(values.max(initial=1.0))))

    def _drawn(self, name: str, smoothing: float) -> Points:
        """Return a curve as it is drawn: nothing of a hidden one, logarithms of what has any on a log axis."""
        if not self.shown[name]:
            return NOTHING
        epochs, values = self.points.get(name, NOTHING)
        if self.series[name].on_right:
            return epochs, values
        values = smoothed(values, smoothing)
        if not self._logarithmic:
            return epochs, values
        positive = values > 0
        return epochs[positive], np.log10(values[positive])

    def _curve(self, series: Series) -> ThinCurve:
        curve = ThinCurve()
        self._ground.add(curve, on_right=series.on_right)
        self._ground.box.sigResized.connect(curve.thin)
        return curve

    def _dot(self) -> pg.ScatterPlotItem:
        dot = pg.ScatterPlotItem(size=4 * self._width, pen=None, pxMode=True)
        self._ground.add(dot, is_measured=False)
        return dot


def nearest(epochs: np.ndarray, epoch: float) -> int | None:
    """Return the place of the point nearest to an epoch, or with NaN of the last one; None without points."""
    if len(epochs) == 0:
        return None
    return len(epochs) - 1 if np.isnan(epoch) else int(np.abs(epochs - epoch).argmin())


def _faint(colour: QColor) -> QColor:
    colour = QColor(colour)
    colour.setAlphaF(FAINT)
    return colour
