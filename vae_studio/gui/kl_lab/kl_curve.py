"""The divergence over the steps of a fit, against its optimum."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QSizePolicy

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.kl_lab.axis import Axis
from vae_studio.gui.kl_lab.lab import Frame
from vae_studio.gui.kl_lab.plane_legend import faded
from vae_studio.gui.kl_lab.words import SHORT, nats
from vae_studio.gui.theme import Theme
from vae_studio.kl_lab import KLFit, KLProblem
from vae_studio.kl_lab.closed_form import optimum

LEFT_AXIS, BOTTOM_AXIS = 32, 36
HEAD = 1.15
"""Height of the plot over its largest value."""
LEAST_TOP = 0.1
COMING, ESTIMATE, BEHIND_WORDS = 0.3, 0.55, 0.7
"""Opacity of the steps to come, of the Monte Carlo estimate, and of the ground of words."""


class KLCurve(BarePlot):
    """The closed form as a thick line up to the step that is shown, the estimate as a thin one.

    Signals
    -------
    pointed
        The step under the pointer, or −1 when it leaves.
    """

    pointed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(axis_class=Axis)
        self._theme = theme
        self._fit: KLFit | None = None
        self._range = (1, LEAST_TOP)
        self._canvas = QGraphicsRectItem(self.ground)
        self._canvas.setZValue(-2000)
        self._canvas.setPen(QPen(Qt.PenStyle.NoPen))
        self.estimate = pg.PlotDataItem(antialias=True)
        self.coming = pg.PlotDataItem(antialias=True)
        self.done = pg.PlotDataItem(antialias=True)
        self.optimum = pg.InfiniteLine(angle=0, movable=False)
        self._dots = pg.ScatterPlotItem(size=7, pen=None, pxMode=True)
        self._start = pg.TextItem(anchor=(0.0, 0.8))
        self._best = pg.TextItem(anchor=(1.0, 0.0))
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._set_up()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def best_words(self) -> str:
        """What is written at the optimum."""
        return str(self._best.toPlainText())

    def show_problem(self, problem: KLProblem, frame: Frame) -> None:
        """Draw the optimum and the start; the course follows when there is a fit."""
        self._fit = None
        least = optimum(problem)
        self.optimum.setValue(least)
        self._best.setText(f"best {SHORT[problem.family]} q, {nats(least)}")
        for curve in (self.estimate, self.coming, self.done):
            curve.setData([], [])
        self._start.setText(nats(frame.kl))
        self._reach(problem.steps, max(frame.kl, least))
        self._place_words(problem.steps, frame.kl, least)
        self.show_frame(frame)

    def show_fit(self, fit: KLFit) -> None:
        """Draw the course."""
        self._fit = fit
        steps = np.arange(fit.steps + 1)
        self.coming.setData(steps, fit.kl)
        if fit.estimate is not None:
            self.estimate.setData(steps, fit.estimate)
        self._reach(fit.problem.steps, max(float(fit.kl.max()), fit.kl_optimum))

    def show_frame(self, frame: Frame) -> None:
        """Draw the line up to one step, and a dot there and at the start."""
        fit = self._fit
        if fit is None:
            self._dots.setData([0], [frame.kl])
            return
        self.done.setData(np.arange(frame.step + 1), fit.kl[: frame.step + 1])
        self._dots.setData([0, frame.step], [float(fit.kl[0]), frame.kl])

    def reset_view(self) -> None:
        """Show all steps."""
        steps, top = self._range
        self.box.setRange(xRange=(0, steps), yRange=(0, top), padding=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show all steps with A."""
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.reset_view()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which step is under the pointer."""
        super().mouseMoveEvent(event)
        place = self.mapToScene(event.position().toPoint())
        if self._fit is not None and self.box.sceneBoundingRect().contains(place):
            step = round(self.box.mapSceneToView(QPointF(place)).x())
            step = min(max(step, 0), self._fit.steps)
            self._cursor.setPos(step)
            self._cursor.show()
            self.pointed.emit(step)

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer has left."""
        self._cursor.hide()
        self.pointed.emit(-1)
        super().leaveEvent(event)

    def _reach(self, steps: int, largest: float) -> None:
        reached = (max(1, steps), max(LEAST_TOP, HEAD * largest))
        if reached != self._range:
            self._range = reached
            self.reset_view()

    def _place_words(self, steps: int, first: float, least: float) -> None:
        """Write beside the start and at the optimum, on the side of it where there is room."""
        _, top = self._range
        self._start.setPos(0.01 * steps, first)
        below = least > 0.12 * top
        self._best.setAnchor((1.0, 0.0 if below else 1.0))
        self._best.setPos(steps, least)

    def _set_up(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Divergence over the steps")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        left, bottom = self.axes["left"], self.axes["bottom"]
        self.grid.setContentsMargins(0, 4, 14, 6)
        left.setWidth(LEFT_AXIS)
        bottom.setHeight(BOTTOM_AXIS)
        bottom.setLabel("step")
        for axis in (left, bottom):
            axis.setStyle(tickLength=0, maxTickLevel=0, hideOverlappingLabels=False)
            axis.setGrid(255)
        self._cursor.hide()
        parts = (
            self.estimate,
            self.optimum,
            self.coming,
            self.done,
            self._cursor,
            self._dots,
            self._start,
            self._best,
        )
        for part in parts:
            self.box.addItem(part, ignoreBounds=True)
        for z, part in ((-2, self.estimate), (-1, self._start), (-1, self._best), (3, self._dots)):
            part.setZValue(z)
        self.box.setDefaultPadding(0)
        self.box.sigResized.connect(self._follow)
        self.reset_view()

    def _follow(self) -> None:
        self._canvas.setRect(self.ground.mapRectFromScene(self.box.sceneBoundingRect()))

    def _dress(self) -> None:
        theme = self._theme
        q, best = theme.colour("series_val"), theme.colour("series_train")
        self._canvas.setBrush(theme.colour("canvas"))
        self.estimate.setPen(pg.mkPen(faded(q, ESTIMATE), width=1))
        self.coming.setPen(pg.mkPen(faded(q, COMING), width=1.5))
        self.done.setPen(pg.mkPen(q, width=2))
        self.optimum.setPen(pg.mkPen(best, width=1.5, style=Qt.PenStyle.DashLine))
        self._dots.setBrush(pg.mkBrush(q))
        self._cursor.setPen(pg.mkPen(theme.colour("text_3"), width=1))
        for words, colour in ((self._start, q), (self._best, best)):
            words.setColor(colour)
            words.fill = pg.mkBrush(faded(theme.colour("canvas"), BEHIND_WORDS))
            words.textItem.setFont(theme.font("tick"))
        self.dress_axes(theme, "plot_grid")
