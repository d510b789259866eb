"""The curves as a figure that can be taken away."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_plot import CurvePlot
from vae_studio.gui.training.curve_sheet import CurveSheet, Panel
from vae_studio.gui.training.curve_table import curve_arrays, curve_csv
from vae_studio.gui.training.curves import Curves
from vae_studio.gui.training.history import History


def curves_figure(
    theme: Theme, curves: Curves, history: History, file: Path, metadata: dict[str, object]
) -> Figure:
    """Return the curves that are shown, over the epochs that are shown, with the numbers of all epochs.

    Parameters
    ----------
    theme
        The colours.
    curves
        What is on screen.
    history
        The numbers.
    file
        Where it is suggested to go, without an ending.
    metadata
        Where it comes from.
    """
    looks, marks, epochs = curves.looks, history.marks, history.epochs
    panels = [_panel(plot) for plot in curves.plots if not plot.isHidden()]
    if looks.smoothing:
        metadata = {**metadata, "Smoothing": looks.smoothing}
    return Figure(
        title="Curves",
        file=file,
        metadata=metadata,
        view=CurveSheet(theme, panels, looks, marks),
        ground=theme.colour("panel"),
        arrays=partial(curve_arrays, epochs),
        table=partial(curve_csv, epochs, marks),
    )


def _panel(plot: CurvePlot) -> Panel:
    items = plot.items
    shown = tuple(
        replace(one, places=plot.places_of(one.name), called=plot.called(one.name))
        for one in items.series.values()
        if items.shown[one.name] and one.name in items.points
    )
    points = {one.name: items.points[one.name] for one in shown}
    low, high = plot.box.viewRange()[0]
    return Panel(plot.title.text(), plot.unit.text(), shown, points, (low, high))
