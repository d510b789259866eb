"""The ground of a small plot: canvas, axes of fixed width, and a second y axis where it is wanted."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsSceneWheelEvent

from vae_studio.gui.bare_plot import BareGround
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_axis import CurveAxis

LEFT_AXIS = 46
RIGHT_AXIS = 36
ABOVE = 30
BOTTOM_AXIS, BOTTOM_EDGE = 30, 4
"""Height of the bottom axis with words, and without."""
HEADROOM = 1.15
"""How far the right axis reaches beyond its highest value, so that neither curve nor tick is cut."""


class CurveBox(pg.ViewBox):
    """Zooms along the epochs with the wheel; the values follow what comes into view."""

    def wheelEvent(self, event: QGraphicsSceneWheelEvent, axis: int | None = None) -> None:
        """Zoom the epochs; over an axis, that axis alone."""
        super().wheelEvent(event, axis=pg.ViewBox.XAxis if axis is None else axis)


class CurveGround(BareGround):
    """A plot over epochs; its canvas lies under its grid, and its grid under its curves.

    Parameters
    ----------
    labelled
        Whether the epochs are written below it.
    has_right
        Whether it has a second y axis, on the right.
    """

    def __init__(self, *, labelled: bool, has_right: bool) -> None:
        super().__init__(("left", "bottom", "right"), CurveAxis, CurveBox)
        self._epochs = 1
        self._canvas = QGraphicsRectItem(self)
        self._canvas.setZValue(-2000)
        self._canvas.setPen(QPen(Qt.PenStyle.NoPen))
        self._outline = QGraphicsRectItem(self)
        self._outline.setZValue(ABOVE)
        self._outline.setPen(QPen(Qt.PenStyle.NoPen))
        self._right: pg.ViewBox | None = None
        self._has_right = has_right
        self._set_up_axes(labelled)
        self.box.setAutoVisible(y=True)
        self.box.sigResized.connect(self._follow)

    def make_right(self) -> None:
        """Make the box of the right axis, once the ground is part of a scene."""
        if not self._has_right:
            return
        box = self._right = pg.ViewBox(enableMenu=False)
        self.scene().addItem(box)
        self.axes["right"].linkToView(box)
        box.setXLink(self.box)
        box.setMouseEnabled(x=False, y=False)
        box.setZValue(1)  # above the canvas, which is not its sibling

    def add(self, item: pg.GraphicsObject, *, on_right: bool = False, is_measured: bool = True) -> None:
        """Draw an item in the main box, or in that of the right axis; its extent counts if it `is_measured`."""
        box = self._right if on_right and self._right is not None else self.box
        box.addItem(item, ignoreBounds=not is_measured)

    def set_epochs(self, epochs: int) -> None:
        """Let the x axis reach to so many epochs."""
        if epochs != self._epochs:
            self._epochs = epochs
            self.reset_view()

    def reset_view(self) -> None:
        """Show all epochs and all values."""
        self.box.setXRange(0, max(1, self._epochs), padding=0.02)
        self.box.enableAutoRange(axis=pg.ViewBox.YAxis)

    def zoom(self, factor: float) -> None:
        """Show `factor` times as many epochs, around the middle of those that are shown."""
        self.box.scaleBy(x=factor)

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Say whether what is drawn against the left axis are decimal logarithms."""
        self.axes["left"].set_logarithmic(logarithmic)

    def reach_right(self, top: float) -> None:
        """Let the right axis reach from 0 to `top`, with a tick at either end."""
        if self._right is not None:
            self._right.setYRange(0, HEADROOM * top, padding=0)
            self.axes["right"].setTicks([[(0.0, "0"), (top, f"{top:.3g}" if top < 1000 else f"{top:.0f}")]])

    def outline(self, colour: QColor | None) -> None:
        """Draw a line around the canvas, as of what has the focus; None for none."""
        self._outline.setPen(QPen(Qt.PenStyle.NoPen) if colour is None else QPen(colour, 2))

    def dress(self, theme: Theme) -> None:
        """Wear the theme's colours."""
        self._canvas.setBrush(theme.colour("canvas"))
        self.dress_axes(theme, "plot_grid")

    def _set_up_axes(self, labelled: bool) -> None:
        left, bottom, right = (self.axes[side] for side in ("left", "bottom", "right"))
        left.setWidth(LEFT_AXIS)
        right.setWidth(RIGHT_AXIS)
        bottom.setHeight(BOTTOM_AXIS if labelled else BOTTOM_EDGE)
        bottom.setStyle(showValues=labelled, tickLength=0)
        bottom.whole = True
        left.setStyle(tickLength=0, maxTickLevel=1)
        right.setStyle(tickLength=0, showValues=self._has_right)
        if labelled:
            bottom.setLabel("epoch")
            bottom.enableAutoSIPrefix(False)
        for axis in (left, bottom):
            axis.setGrid(255)

    def _follow(self) -> None:
        for rectangle in (self._canvas, self._outline):
            rectangle.setRect(self.mapRectFromScene(self.box.sceneBoundingRect()))
        if self._right is not None:
            self._right.setGeometry(self.box.sceneBoundingRect())
            self._right.linkedViewChanged(self.box, pg.ViewBox.XAxis)
