"""A plot of several runs: canvas, axes, and what mouse and keyboard do in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_axis import CurveAxis

LEFT_AXIS, LABELLED_LEFT_AXIS = 44, 62
BOTTOM_AXIS, BOTTOM_EDGE = 34, 4
_ZOOM = 1.25


class RunPlot(BarePlot):
    """Axes around a canvas: the wheel zooms, drag pans, A or a double click shows everything.

    Parameters
    ----------
    theme
        Colours and type.
    name
        For screen readers.
    left, bottom
        What is drawn along the axes; empty for ticks without words. A `bottom` of None hides the ticks too.

    Signals
    -------
    pointed
        x of the pointer, or NaN when it leaves.
    """

    pointed = Signal(float)

    def __init__(self, theme: Theme, name: str, *, left: str = "", bottom: str | None = None) -> None:
        super().__init__(("left", "bottom"), CurveAxis)
        self._theme = theme
        self.setAccessibleName(name)
        self.setToolTip("Wheel zooms, drag pans, A shows everything")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._canvas = QGraphicsRectItem(self.ground)
        self._canvas.setZValue(-2000)
        self.box.sigResized.connect(self._follow)
        self._set_up_axes(left, bottom)
        theme.changed.connect(self.dress)
        self.dress()

    def dress(self) -> None:
        """Wear the theme's colours."""
        self._canvas.setBrush(self._theme.colour("canvas"))
        ring = QPen(self._theme.colour("accent"), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
        self._canvas.setPen(ring)
        self.dress_axes(self._theme, "plot_grid")

    def reset_view(self) -> None:
        """Show everything."""
        self.box.enableAutoRange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show everything with A, zoom with plus and minus."""
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.reset_view()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.box.scaleBy((1 / _ZOOM, 1 / _ZOOM))
        elif event.key() == Qt.Key.Key_Minus:
            self.box.scaleBy((_ZOOM, _ZOOM))
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything."""
        del event
        self.reset_view()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which x is under the pointer."""
        super().mouseMoveEvent(event)
        position = self.mapToScene(event.position().toPoint())
        if self.box.sceneBoundingRect().contains(position):
            self.pointed.emit(float(self.box.mapSceneToView(QPointF(position)).x()))
        else:
            self.pointed.emit(float("nan"))

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer has left."""
        self.pointed.emit(float("nan"))
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Draw a ring while the plot has the keyboard."""
        done = super().event(event)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.dress()
        return bool(done)

    def _set_up_axes(self, left_words: str, bottom_words: str | None) -> None:
        left, bottom = self.axes["left"], self.axes["bottom"]
        left.setWidth(LABELLED_LEFT_AXIS if left_words else LEFT_AXIS)
        bottom.setHeight(BOTTOM_EDGE if bottom_words is None else BOTTOM_AXIS)
        bottom.setStyle(showValues=bottom_words is not None, tickLength=0, maxTickLevel=0)
        left.setStyle(tickLength=0, maxTickLevel=0)
        for axis, words in ((left, left_words), (bottom, bottom_words)):
            axis.enableAutoSIPrefix(False)
            axis.setGrid(255)
            if words:
                axis.setLabel(words)

    def _follow(self) -> None:
        self._canvas.setRect(self.ground.mapRectFromScene(self.box.sceneBoundingRect()))


def dashed(theme: Theme, token: str, width: float = 1.0) -> QPen:
    """Return a dashed pen of constant width."""
    pen = QPen(theme.colour(token), width, Qt.PenStyle.DashLine)
    pen.setCosmetic(True)
    return pen
