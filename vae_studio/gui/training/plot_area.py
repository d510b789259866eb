"""The area of a small plot: canvas, axes of fixed width, and a second y axis where it is wanted."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_axis import CurveAxis

LEFT_AXIS = 46
RIGHT_AXIS = 36
BOTTOM_AXIS, BOTTOM_EDGE = 30, 4
"""Height of the bottom axis with words, and without."""


class PlotArea(BarePlot):
    """A plot over epochs; its canvas lies under its grid, and its grid under its curves.

    Signals
    -------
    pointed
        The epoch under the pointer, or NaN when it leaves.
    """

    pointed = Signal(float)

    def __init__(self, *, labelled: bool, has_right: bool) -> None:
        super().__init__(("left", "bottom", "right"), CurveAxis)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMouseTracking(True)
        self._epochs = 1
        self._canvas = QGraphicsRectItem(self.ground)
        self._canvas.setZValue(-2000)
        self._canvas.setPen(QPen(Qt.PenStyle.NoPen))
        self._right = self._make_right() if has_right else None
        self.box.sigResized.connect(self._follow)
        self._set_up_axes(labelled, has_right)

    def add(self, item: pg.GraphicsObject, *, on_right: bool = False) -> None:
        """Draw an item in the main box, or in that of the right axis."""
        (self._right if on_right and self._right is not None else self.box).addItem(item)

    def set_epochs(self, epochs: int) -> None:
        """Let the x axis reach to so many epochs."""
        if epochs != self._epochs:
            self._epochs = epochs
            self.reset_view()

    def reset_view(self) -> None:
        """Show all epochs and all values."""
        self.box.setXRange(0, max(1, self._epochs), padding=0.02)
        self.box.enableAutoRange(axis=pg.ViewBox.YAxis)

    def reach_right(self, top: float) -> None:
        """Let the right axis reach from 0 to `top`, with a tick at either end."""
        if self._right is not None:
            self._right.setYRange(0, 1.05 * top, padding=0)
            self.axes["right"].setTicks([[(0.0, "0"), (top, f"{top:.3g}" if top < 1000 else f"{top:.0f}")]])

    def dress(self, theme: Theme) -> None:
        """Wear the theme's colours."""
        self._canvas.setBrush(theme.colour("canvas"))
        self.dress_axes(theme, "plot_grid")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show everything with A."""
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.reset_view()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which epoch is under the pointer."""
        super().mouseMoveEvent(event)
        position = self.mapToScene(event.position().toPoint())
        if self.box.sceneBoundingRect().contains(position):
            self.pointed.emit(float(self.box.mapSceneToView(QPointF(position)).x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer has left."""
        self.pointed.emit(float("nan"))
        super().leaveEvent(event)

    def _make_right(self) -> pg.ViewBox:
        box = pg.ViewBox(enableMenu=False)
        self.scene().addItem(box)
        self.axes["right"].linkToView(box)
        box.setXLink(self.box)
        box.setMouseEnabled(x=False, y=False)
        box.setZValue(1)  # above the canvas, which is not its sibling
        return box

    def _set_up_axes(self, labelled: bool, has_right: bool) -> None:
        left, bottom, right = (self.axes[side] for side in ("left", "bottom", "right"))
        left.setWidth(LEFT_AXIS)
        right.setWidth(RIGHT_AXIS)
        bottom.setHeight(BOTTOM_AXIS if labelled else BOTTOM_EDGE)
        bottom.setStyle(showValues=labelled, tickLength=0)
        left.setStyle(tickLength=0, maxTickLevel=1)
        right.setStyle(tickLength=0, showValues=has_right)
        if labelled:
            bottom.setLabel("epoch")
            bottom.enableAutoSIPrefix(False)
        for axis in (left, bottom):
            axis.setGrid(255)

    def _follow(self) -> None:
        self._canvas.setRect(self.ground.mapRectFromScene(self.box.sceneBoundingRect()))
        if self._right is not None:
            self._right.setGeometry(self.box.sceneBoundingRect())
            self._right.linkedViewChanged(self.box, pg.ViewBox.XAxis)
