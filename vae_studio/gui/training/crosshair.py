"""The line at which the curves are read out, with the epoch that it stands at."""

from __future__ import annotations

import math

import pyqtgraph as pg

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_ground import CurveGround
from vae_studio.gui.training.mark_items import MOST_ROWS, MarkItems
from vae_studio.gui.training.tag import ABOVE_CURVES, Tag


class Crosshair:
    """A vertical line over one plot; its words stand clear of those of the marks."""

    def __init__(self, ground: CurveGround, theme: Theme, marks: MarkItems) -> None:
        self._theme = theme
        self._marks = marks
        self._epoch = math.nan
        self._named = False
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._line.setZValue(10)
        self._line.hide()
        self._tag = Tag(ground, theme)
        self._tag.setZValue(ABOVE_CURVES + 1)
        ground.add(self._line, is_measured=False)
        ground.box.sigXRangeChanged.connect(self._place)
        self.dress()

    @property
    def words(self) -> str:
        """What is written beside the line; empty where there is no line, or nothing beside it."""
        return self._tag.words if self._named and math.isfinite(self._epoch) else ""

    def show_at(self, epoch: float, *, named: bool) -> None:
        """Stand at an epoch, or with NaN nowhere."""
        self._epoch, self._named = epoch, named
        shown = math.isfinite(epoch)
        self._line.setVisible(shown)
        if shown:
            self._line.setPos(epoch)
            self._tag.set_words(f"epoch {epoch:.4g}")
        self._place()

    def dress(self) -> None:
        """Wear the theme's colours."""
        self._line.setPen(pg.mkPen(self._theme.colour("text_3"), width=1))
        self._tag.dress()

    def _place(self) -> None:
        if self._named and math.isfinite(self._epoch):
            self._tag.place_clear(self._epoch, self._marks.taken, MOST_ROWS + 1)
        else:
            self._tag.hide()
