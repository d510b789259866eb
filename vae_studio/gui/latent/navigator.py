"""Zooming and panning a grid: what part of the plane is in view, and whether it still moves."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QTimer, Signal

REST_MS = 160
"""Time without a movement after which the view is taken to rest."""
LEAST = 1e-4
"""Least part of an axis that can be in view: beyond, float32 has no more points to tell apart."""
BEYOND = 4.5
"""How many times its own length an endless axis goes on at either end."""
ZOOM_STEP = 0.8

Frame = tuple[float, float, float, float]
HOME: Frame = (0.0, 0.0, 1.0, 1.0)


class Navigator(QObject):
    """Keeps a view box within the axes of a grid.

    Its coordinates are places: 0 to 1 from left to right and from top to bottom.

    Signals
    -------
    moved
        The view has changed by hand, and whether it still moves: first True, at last False.
    """

    moved = Signal(bool)

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box)
        self._box = box
        self._shown = HOME
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(lambda: self.moved.emit(False))
        box.sigRangeChangedManually.connect(self._on_moved)

    @property
    def frame(self) -> Frame:
        """What is in view: left, top, width, height."""
        (left, right), (top, bottom) = self._box.viewRange()
        return left, top, right - left, bottom - top

    @property
    def at_home(self) -> bool:
        """Whether the view is the whole plane."""
        return all(abs(a - b) < LEAST / 100 for a, b in zip(self.frame, HOME, strict=True))

    @property
    def within_ends(self) -> bool:
        """Whether nothing beyond the ends of the plane is in view."""
        left, top, width, height = self.frame
        slack = LEAST / 100
        return min(left, top) > -slack and max(left + width, top + height) < 1 + slack

    @property
    def moving(self) -> bool:
        """Whether the view was changed by hand a moment ago."""
        return self._timer.isActive()

    def allow(self, *, endless: bool, line: bool) -> None:
        """Say how far the view may go.

        Parameters
        ----------
        endless
            Whether the plane goes on beyond its ends.
        line
            Whether there is a single row, which is never zoomed in height.
        """
        low, high = (-BEYOND, 1 + BEYOND) if endless else (0.0, 1.0)
        self._box.setMouseEnabled(x=True, y=not line)
        self._box.setLimits(
            xMin=low,
            xMax=high,
            yMin=0.0 if line else low,
            yMax=1.0 if line else high,
            minXRange=LEAST,
            minYRange=1.0 if line else LEAST,
            maxXRange=high - low,
            maxYRange=1.0 if line else high - low,
        )

    def show(self, frame: Frame) -> None:
        """Show a part of the plane, without reporting it."""
        self._timer.stop()
        left, top, width, height = frame
        self._box.setRange(xRange=(left, left + width), yRange=(top, top + height), padding=0)
        self._shown = self.frame

    def zoom(self, factor: float, centre: QPointF | None = None) -> None:
        """Show a part `factor` times as wide, about a place that stays where it is."""
        x_moves, y_moves = self._box.state["mouseEnabled"]
        self._box.scaleBy(x=factor if x_moves else None, y=factor if y_moves else None, center=centre)
        self._on_moved()

    def pan(self, right: float, down: float) -> None:
        """Shift the view by parts of the whole plane."""
        self._box.translateBy(x=right, y=down)
        self._on_moved()

    def _on_moved(self) -> None:
        frame = self.frame
        if frame != self._shown:
            self._shown = frame
            self._timer.start()
            self.moved.emit(True)
