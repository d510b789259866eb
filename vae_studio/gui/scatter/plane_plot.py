"""A plane with axes of one scale, in its frame: what can be zoomed and panned, whatever is drawn on it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtWidgets import QGraphicsRectItem

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.theme import Theme
from vae_studio.latent.ticks import round_ticks

LEFT_AXIS, BOTTOM_AXIS, FRAME = 48, 36, 2
TICK_SPACING = 90
PADDING = 0.06
REST_MS = 120
"""How long the view must rest before what lies beneath the points is asked for."""


class PlanePlot(BarePlot):
    """The wheel zooms and dragging pans; until then everything stays in view.

    Signals
    -------
    rested
        The view has come to rest somewhere else.
    """

    rested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._zoomed = False
        self._everything = QRectF(-1, -1, 2, 2)
        self._canvas = QGraphicsRectItem(self.ground)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.rested)
        self._frame()
        self.box.sigRangeChanged.connect(self._on_range)
        self.box.sigRangeChangedManually.connect(self._on_zoomed)
        self.box.sigResized.connect(self._on_resized)

    def show_axes(self, names: tuple[str, str]) -> None:
        """Name the axes."""
        for side, words in zip(("bottom", "left"), names, strict=True):
            self.axes[side].setLabel(words)

    def reset_view(self) -> None:
        """Show everything."""
        self._zoomed = False
        self.box.setRange(self._everything, padding=PADDING)

    def seen(self) -> QRectF:
        """Return the rectangle of the plane that is in view."""
        return QRectF(self.box.viewRect())

    def dress(self) -> None:
        """Wear the theme's colours."""
        self.dress_axes(self._theme, "plot_grid")
        self._canvas.setBrush(self._theme.colour("canvas"))
        self._canvas.setPen(pg.mkPen(self._theme.colour("line"), width=1))

    def _set_everything(self, places: np.ndarray) -> None:
        """Say where things are, ``[N, 2]``; they come into view unless somebody has zoomed."""
        finite = places[np.isfinite(places).all(axis=1)]
        low, high = (finite.min(axis=0), finite.max(axis=0)) if len(finite) else (-np.ones(2), np.ones(2))
        least = max(1e-6, 0.01 * float((high - low).max()))
        width, height = high - low + 2 * least
        self._everything = QRectF(low[0] - least, low[1] - least, width, height)
        if not self._zoomed:
            self.reset_view()

    def _frame(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grid.setContentsMargins(0, FRAME, FRAME, 0)
        self._canvas.setZValue(-2000)
        self.axes["left"].setWidth(LEFT_AXIS)
        self.axes["bottom"].setHeight(BOTTOM_AXIS)
        for axis in self.axes.values():
            axis.setStyle(tickLength=0)
            axis.setGrid(255)
            axis.enableAutoSIPrefix(False)  # z is what it is, not a thousandth of something
        self.box.setAspectLocked(True)

    def _on_range(self) -> None:
        sides = (("bottom", self.box.width()), ("left", self.box.height()))
        for (side, pixels), (low, high) in zip(sides, self.box.viewRange(), strict=True):
            self.axes[side].setTicks([round_ticks(low, high, max(3, round(pixels / TICK_SPACING)))])
        self._rest.start()

    def _on_zoomed(self) -> None:
        self._zoomed = True

    def _on_resized(self) -> None:
        self._canvas.setRect(self.ground.mapRectFromScene(self.box.sceneBoundingRect()))
        if not self._zoomed:
            self.reset_view()
