"""A curve that is drawn with no more points than its plot has room for."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from vae_studio.gui.training.history import Points
from vae_studio.gui.training.thinning import thinned

COLUMN = 2.0
"""Width of the columns of which four points are kept, px: two points for each pixel."""


class ThinCurve(pg.PlotCurveItem):
    """Draws a line through points at any places, the epochs ascending; NaN leaves a gap.

    The plotting library's own thinning takes the points to lie at equal distances, and would move those of the
    complete epochs to the places of an epoch in progress, which has a hundred times as many.
    """

    def __init__(self) -> None:
        super().__init__(connect="finite", antialias=True)
        self._points: Points = (np.zeros(0), np.zeros(0))
        self._drawn_for: tuple[float, float, int] | None = None

    @property
    def points(self) -> Points:
        """All points, of which :meth:`getData` returns those that are drawn."""
        return self._points

    def set_points(self, points: Points) -> None:
        """Draw other points."""
        self._points = points
        self._drawn_for = None
        self.thin()

    def thin(self) -> None:
        """Choose the points anew, where another part is in view or the plot has another width."""
        box = self.getViewBox()
        if not isinstance(box, pg.ViewBox):  # not yet
            return
        low, high = box.viewRange()[0]
        view = (low, high, round(box.width() / COLUMN))
        if view != self._drawn_for:
            self._drawn_for = view
            self.setData(*thinned(self._points, *view))

    def viewRangeChanged(self) -> None:
        """Follow the view."""
        super().viewRangeChanged()
        self.thin()
