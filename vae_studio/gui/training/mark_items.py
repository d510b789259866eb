"""Dashed lines where a run was changed on its way, with the words of what was changed."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_ground import CurveGround
from vae_studio.gui.training.marks import Mark
from vae_studio.gui.training.tag import Tag

MOST_ROWS = 4
"""Rows of words; those that still do not fit are left to their lines."""


class MarkItems:
    """The marks of one plot.

    Attributes
    ----------
    lines, tags
        What is drawn of each mark.
    taken
        Where words stand, in the ground's coordinates.
    """

    def __init__(self, ground: CurveGround, theme: Theme) -> None:
        self._ground = ground
        self._theme = theme
        self._marks: tuple[Mark, ...] = ()
        self.lines: list[pg.InfiniteLine] = []
        self.tags: list[Tag] = []
        self.taken: list[QRectF] = []
        ground.box.sigXRangeChanged.connect(self._place)
        ground.box.sigResized.connect(self._place)

    def show(self, marks: Sequence[Mark], *, with_words: bool) -> None:
        """Draw these marks instead of those from before."""
        if tuple(marks) == self._marks:
            return
        for line in self.lines:
            self._ground.box.removeItem(line)
        for tag in self.tags:
            self._ground.scene().removeItem(tag)
        self._marks = tuple(marks)
        self.lines = [self._line(mark) for mark in marks]
        self.tags = [self._tag(mark) for mark in marks] if with_words else []
        self.dress()
        self._place()

    def dress(self) -> None:
        """Wear the theme's colours."""
        for line in self.lines:
            line.setPen(pg.mkPen(self._theme.colour("text_2"), width=1, style=Qt.PenStyle.DashLine))
        for tag in self.tags:
            tag.dress()

    def _line(self, mark: Mark) -> pg.InfiniteLine:
        line = pg.InfiniteLine(mark.position, angle=90, movable=False)
        self._ground.add(line, is_measured=False)
        return line

    def _tag(self, mark: Mark) -> Tag:
        tag = Tag(self._ground, self._theme)
        tag.set_words(mark.words)
        return tag

    def _place(self) -> None:
        """Put the words into as many rows as they need not to cover one another."""
        self.taken = []
        for mark, tag in zip(self._marks, self.tags, strict=False):
            place = tag.place_clear(mark.position, self.taken, MOST_ROWS)
            if place is not None:
                self.taken.append(place)
