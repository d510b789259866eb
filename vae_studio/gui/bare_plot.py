"""A view box with axes and nothing else: made in a few milliseconds, where a PlotItem takes twenty."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsGridLayout

from vae_studio.gui.theme import Theme

PLACES = {"left": (0, 0), "bottom": (1, 1), "right": (0, 2)}
"""Row and column of each axis beside the box, which stands at (0, 1)."""


class BareGround(pg.GraphicsWidget):
    """A box between its axes: one plot, or one of several, of a view.

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
    box_class
        Class of the box.
    """

    def __init__(
        self,
        sides: Sequence[str] = ("left", "bottom"),
        axis_class: type[pg.AxisItem] = pg.AxisItem,
        box_class: type[pg.ViewBox] = pg.ViewBox,
    ) -> None:
        super().__init__()
        self.box = box_class(enableMenu=False)
        self.axes = {side: axis_class(side) for side in sides}
        self.grid = QGraphicsGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(0)
        self.grid.addItem(self.box, 0, 1)
        self.grid.setColumnStretchFactor(1, 1)
        self.grid.setRowStretchFactor(0, 1)
        for side, axis in self.axes.items():
            axis.linkToView(self.box)
            axis.setZValue(-1000)
            self.grid.addItem(axis, *PLACES[side])

    def dress_axes(self, theme: Theme, line: str) -> None:
        """Draw axes in the theme's colours, their lines in that of the token `line`."""
        for axis in self.axes.values():
            axis.setPen(pg.mkPen(theme.colour(line)))
            axis.setTextPen(pg.mkPen(theme.colour("text_3")))
            axis.setTickFont(theme.font("tick"))
            axis.label.setFont(theme.font("tick"))


class BarePlot(pg.GraphicsView):
    """A plot without title, menus and buttons.

    Attributes
    ----------
    ground
        What fills the view.
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
    ground
        What fills the view instead of a plain box between its axes.
    """

    def __init__(
        self,
        sides: Sequence[str] = ("left", "bottom"),
        axis_class: type[pg.AxisItem] = pg.AxisItem,
        ground: BareGround | None = None,
    ) -> None:
        super().__init__(background=None)
        self.setAcceptDrops(False)
        self.ground = ground or BareGround(sides, axis_class)
        self.box = self.ground.box
        self.axes = self.ground.axes
        self.grid = self.ground.grid
        self.setCentralItem(self.ground)

    def dress_axes(self, theme: Theme, line: str) -> None:
        """Draw axes in the theme's colours, their lines in that of the token `line`."""
        self.ground.dress_axes(theme, line)
