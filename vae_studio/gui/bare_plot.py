"""A view box with axes and nothing else: made in a few milliseconds, where a PlotItem takes twenty."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsGridLayout

from vae_studio.gui.theme import Theme

PLACES = {"left": (0, 0), "bottom": (1, 1), "right": (0, 2)}
"""Row and column of each axis beside the box, which stands at (0, 1)."""


class BarePlot(pg.GraphicsView):
    """A plot without title, menus and buttons.

    Attributes
    ----------
    box
        Where items are drawn.
    axes
        The axes by their sides.

    Parameters
    ----------
    sides
        Which axes it has: ``left``, ``bottom``, ``right``.
    axis_class
        Class of the axes.
    """

    def __init__(
        self, sides: Sequence[str] = ("left", "bottom"), axis_class: type[pg.AxisItem] = pg.AxisItem
    ) -> None:
        super().__init__(background=None)
        self.setAcceptDrops(False)
        self.box = pg.ViewBox(enableMenu=False)
        self.axes = {side: axis_class(side) for side in sides}
        self.ground = pg.GraphicsWidget()
        self.grid = QGraphicsGridLayout(self.ground)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(0)
        self.grid.addItem(self.box, 0, 1)
        self.grid.setColumnStretchFactor(1, 1)
        self.grid.setRowStretchFactor(0, 1)
        for side, axis in self.axes.items():
            axis.linkToView(self.box)
            axis.setZValue(-1000)
            self.grid.addItem(axis, *PLACES[side])
        self.setCentralItem(self.ground)

    def dress_axes(self, theme: Theme, line: str) -> None:
        """Draw axes in the theme's colours, their lines in that of the token `line`."""
        for axis in self.axes.values():
            axis.setPen(pg.mkPen(theme.colour(line)))
            axis.setTextPen(pg.mkPen(theme.colour("text_3")))
            axis.setTickFont(theme.font("tick"))
            axis.label.setFont(theme.font("tick"))
