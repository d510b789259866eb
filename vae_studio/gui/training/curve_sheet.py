"""All curves of a run on one sheet, with titles, legends and axes, to be saved."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsGridLayout

from vae_studio.gui.figures import decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_ground import CurveGround
from vae_studio.gui.training.curve_items import CurveItems
from vae_studio.gui.training.curve_looks import CurveLooks
from vae_studio.gui.training.history import Points
from vae_studio.gui.training.legend import Series
from vae_studio.gui.training.marks import Mark

WIDTH, HEIGHT, HEADING = 640, 220, 26
MARGIN = 16
STROKE = 2.0
"""Width of the curves: strokes do not grow with the scale of a picture."""


@dataclass(frozen=True)
class Panel:
    """One plot of the sheet: its heading, its curves, and the range of epochs that it shows."""

    title: str
    unit: str
    series: tuple[Series, ...]
    points: dict[str, Points]
    epochs: tuple[float, float]


class CurveSheet(pg.GraphicsView):
    """Plots under one another, drawn once.

    Parameters
    ----------
    theme
        Its colours, those of now.
    panels
        What is drawn, top to bottom.
    looks
        How.
    marks
        Where the run was changed by hand.
    """

    def __init__(self, theme: Theme, panels: Sequence[Panel], looks: CurveLooks, marks: Sequence[Mark]) -> None:
        super().__init__(background=None)
        whole = pg.GraphicsWidget()
        self._grid = QGraphicsGridLayout(whole)
        self._grid.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._grid.setSpacing(4)
        self.setCentralItem(whole)
        self._items = [
            self._add(theme, panel, 2 * number, labelled=number == len(panels) - 1)
            for number, panel in enumerate(panels)
        ]
        for items in self._items:
            items.set_logarithmic(looks.logarithmic)
            items.set_smoothing(looks.smoothing)
            items.marks.show(marks, with_words=items is self._items[0])
        self.resize(WIDTH, 2 * MARGIN + len(panels) * (HEIGHT + HEADING + 8))
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.show()  # lays the plots out; nothing appears

    def _add(self, theme: Theme, panel: Panel, row: int, *, labelled: bool) -> CurveItems:
        heading = pg.LabelItem(justify="left")
        heading.setText(heading_html(theme, panel), size="9pt")
        heading.setFixedHeight(HEADING)
        ground = CurveGround(labelled=labelled, has_right=any(one.on_right for one in panel.series))
        self._grid.addItem(heading, row, 0)
        self._grid.addItem(ground, row + 1, 0)
        self._grid.setRowStretchFactor(row + 1, 1)
        ground.make_right()
        items = CurveItems(ground, theme, panel.series, STROKE)
        for name, points in panel.points.items():
            items.set_shown(name, True)
            items.set_points(name, points)
        ground.box.setXRange(*panel.epochs, padding=0)
        return items


def heading_html(theme: Theme, panel: Panel) -> str:
    """Return title, unit and legend of a plot, each name in its curve's colour with its last value."""
    words = [f'<b style="color:{theme.colour("text").name()}">{html.escape(panel.title)}</b>']
    words.append(_span(theme, "text_2", panel.unit))
    for one in panel.series:
        _, values = panel.points[one.name]
        if len(values):
            stroke = "╌" if one.dashed else "—"
            figure = decimal(float(values[-1]), one.places)
            words.append(_span(theme, one.token, f"{stroke} {one.words} {figure}"))
    return "&nbsp;&nbsp;".join(words)


def _span(theme: Theme, token: str, text: str) -> str:
    return f'<span style="color:{theme.colour(token).name()}">{html.escape(text)}</span>'
