"""Encoded examples as coloured points, with what is under the pointer and the posteriors of the tray."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGraphicsRectItem

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.scatter.hover_card import HoverCard
from vae_studio.gui.scatter.posterior_marks import PosteriorMarks
from vae_studio.gui.scatter.search import in_direction, nearest
from vae_studio.gui.theme import Theme
from vae_studio.latent.points import axis_names
from vae_studio.latent.ticks import round_ticks

LEFT_AXIS, BOTTOM_AXIS, FRAME = 48, 42, 2
REACH = 8.0
"""How far from the pointer a point may be, px."""
TICK_SPACING = 90
PADDING = 0.06
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class ScatterPlot(BarePlot):
    """Points on two axes with the same scale. The wheel zooms, dragging pans, A shows everything.

    Signals
    -------
    pointed
        The point under the pointer, its place among those shown, or −1.
    chosen
        Return was pressed on a point.
    """

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._places = np.zeros((0, 2))
        self._labels: np.ndarray | None = None
        self._point = -1
        self._zoomed = False
        self.points = pg.ScatterPlotItem(size=4, pen=None, pxMode=True, useCache=True)
        self._ring = pg.ScatterPlotItem(size=11, pxMode=True, brush=None)
        self.marks = PosteriorMarks(theme, self.box)
        self.card = HoverCard(theme, self)
        self._canvas = QGraphicsRectItem(self.ground)
        self._set_up()
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def point(self) -> int:
        """The point under the pointer, or −1."""
        return self._point

    @property
    def places(self) -> np.ndarray:
        """Where the shown points lie, ``[N, 2]``."""
        return self._places

    def show_points(self, places: np.ndarray, labels: np.ndarray | None) -> None:
        """Draw points ``[N, 2]`` in the colours of their classes ``[N]``, or all in one colour."""
        self._places = np.asarray(places, dtype=np.float64)
        self._labels = labels
        self._set_point(-1)
        self._draw()
        if not self._zoomed:
            self.reset_view()

    def show_axes(self, across: int, up: int | None) -> None:
        """Name the axes after their latent dimensions, and show everything."""
        for side, words in zip(("bottom", "left"), axis_names(across, up), strict=True):
            self.axes[side].setLabel(words)
        self._zoomed = False

    def set_size(self, pixels: float) -> None:
        """Draw points so many pixels wide."""
        self.points.setSize(pixels)

    def set_opacity(self, opacity: float) -> None:
        """Let what is behind a point shine through."""
        self.points.setOpacity(opacity)

    def reset_view(self) -> None:
        """Show all points."""
        self._zoomed = False
        finite = self._places[np.isfinite(self._places).all(axis=1)]
        low, high = (finite.min(axis=0), finite.max(axis=0)) if len(finite) else (-np.ones(2), np.ones(2))
        least = max(1e-6, 0.01 * float((high - low).max()))
        (left, bottom), (right, top) = low - least, high + least
        self.box.setRange(xRange=(left, right), yRange=(bottom, top), padding=PADDING)

    def point_at(self, number: int) -> None:
        """Point at one of the points, as the mouse would."""
        self._set_point(number)

    def place_on_screen(self, number: int) -> QPointF:
        """Return where a point is in this widget."""
        scene = self.box.mapViewToScene(QPointF(*self._places[number]))
        return QPointF(self.mapFromScene(scene))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is near the mouse."""
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._point_near(self.mapToScene(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._set_point(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from point to point with the arrows, choose with Return, show everything with A."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._set_point(in_direction(self._places, self._point, ARROWS[key], self._centre()))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._point >= 0 and not event.modifiers():
            self.chosen.emit(self._point)
        elif key == Qt.Key.Key_A and not event.modifiers():
            self.reset_view()
        else:
            super().keyPressEvent(event)

    def _centre(self) -> tuple[float, float]:
        centre = self.box.viewRect().center()
        return centre.x(), centre.y()

    def _point_near(self, scene: QPointF) -> None:
        if not self.box.sceneBoundingRect().contains(scene):
            self._set_point(-1)
            return
        at = self.box.mapSceneToView(scene)
        self._set_point(nearest(self._places, (at.x(), at.y()), self.box.viewPixelSize(), REACH))

    def _set_point(self, number: int) -> None:
        if number == self._point:
            return
        self._point = number
        if number < 0:
            self._ring.clear()
            self.card.hide()
        else:
            self._ring.setData(pos=self._places[number : number + 1])
        self.pointed.emit(number)

    def _set_up(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Scatter of encoded examples")
        self.grid.setContentsMargins(0, FRAME, FRAME, 0)
        self._canvas.setZValue(-2000)
        self.axes["left"].setWidth(LEFT_AXIS)
        self.axes["bottom"].setHeight(BOTTOM_AXIS)
        for axis in self.axes.values():
            axis.setStyle(tickLength=0)
            axis.setGrid(255)
            axis.enableAutoSIPrefix(False)  # z is what it is, not a thousandth of something
        self.box.setAspectLocked(True)
        self.points.setOpacity(0.5)
        self._ring.setZValue(5)
        for item in (self.points, self._ring):
            self.box.addItem(item, ignoreBounds=True)
        self.box.sigRangeChanged.connect(self._draw_ticks)
        self.box.sigRangeChangedManually.connect(self._on_zoomed)
        self.box.sigResized.connect(self._on_resized)

    def _on_zoomed(self) -> None:
        self._zoomed = True

    def _on_resized(self) -> None:
        self._canvas.setRect(self.ground.mapRectFromScene(self.box.sceneBoundingRect()))
        if not self._zoomed:
            self.reset_view()

    def _draw_ticks(self) -> None:
        sides = (("bottom", self.box.width()), ("left", self.box.height()))
        for (side, pixels), (low, high) in zip(sides, self.box.viewRange(), strict=True):
            self.axes[side].setTicks([round_ticks(low, high, max(3, round(pixels / TICK_SPACING)))])
        self.card.hide()

    def _draw(self) -> None:
        if self._labels is None:
            self.points.setData(pos=self._places, brush=QBrush(self._theme.colour("series_train")))
            return
        classes = int(self._labels.max(initial=-1)) + 1
        brushes = np.empty(classes, dtype=object)
        brushes[:] = [QBrush(self._theme.class_colour(number)) for number in range(classes)]
        self.points.setData(pos=self._places, brush=list(brushes[self._labels]))

    def _dress(self) -> None:
        theme = self._theme
        self.dress_axes(theme, "plot_grid")
        self._canvas.setBrush(theme.colour("canvas"))
        self._canvas.setPen(pg.mkPen(theme.colour("line"), width=1))
        self._ring.setPen(pg.mkPen(theme.colour("accent"), width=2))
        self._draw()
        self.marks.dress()
