"""Overlaid curves of the compared runs."""

from __future__ import annotations

import csv
import io

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.runs.delegate import SERIES
from vae_studio.gui.runs.run_plot import RunPlot
from vae_studio.gui.runs.short_names import short_names
from vae_studio.gui.runs.swatch import Swatch
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import ElidedLabel, Label
from vae_studio.session.run_comparison import RunComparison
from vae_studio.session.run_curves import FIGURES as COLUMNS
from vae_studio.session.run_curves import RunCurves
from vae_studio.session.run_library import LibraryRun

SIDES = QMargins(16, 8, 16, 8)
HEADING = 24
"""Height of the first line of each part of the comparison, px."""
FIGURES = ("negative_elbo", "kl")


class CurvesPanel(QWidget):
    """Negative ELBO, and below it the KL, over epochs: validation solid, training dashed.

    Parameters
    ----------
    theme
        Colours and type.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._comparison: RunComparison | None = None
        self._names = [ElidedLabel(theme, "", role="secondary", tone="text_2") for _ in SERIES]
        self._swatches = [Swatch(theme, token) for token in SERIES]
        self.elbo = RunPlot(theme, "Negative ELBO over epochs")
        self.kl = RunPlot(theme, "KL over epochs", bottom="epoch")
        self.reading = Label(theme, "", role="secondary", tone="text_2")
        self._title = Label(theme, "Negative ELBO", role="section")
        self._unit = Label(theme, "nats, at β = 1", role="secondary", tone="text_2")
        self._cursors = [pg.InfiniteLine(angle=90, movable=False) for _ in FIGURES]
        self._items: list[tuple[RunPlot, pg.GraphicsObject]] = []
        self.kl.box.setXLink(self.elbo.box)
        self._lay_out()
        for plot, cursor in zip((self.elbo, self.kl), self._cursors, strict=True):
            plot.axes["bottom"].whole = True
            cursor.hide()
            plot.box.addItem(cursor, ignoreBounds=True)
            plot.pointed.connect(self._read_out)
        theme.changed.connect(self._draw)

    def show_comparison(self, comparison: RunComparison | None) -> None:
        """Draw the curves of these runs; None for none."""
        self._comparison = comparison
        self._draw()

    def table(self) -> str:
        """Return all figures over epochs as CSV text."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["run", "epoch", "split", *COLUMNS])
        for run, curves in self._shown():
            for split, values in (("train", curves.train), ("validation", curves.validation)):
                for row, epoch in enumerate(curves.epochs):
                    cells = [values[figure][row] for figure in COLUMNS]
                    writer.writerow(
                        [run.name, epoch, split, *("" if np.isnan(cell) else cell for cell in cells)]
                    )
        return text.getvalue()

    def arrays(self) -> dict[str, np.ndarray]:
        """Return all figures over epochs as arrays, by run, split and figure."""
        found: dict[str, np.ndarray] = {}
        for number, (run, curves) in enumerate(self._shown(), start=1):
            found[f"run{number}_name"] = np.array(run.name)
            found[f"run{number}_epochs"] = curves.epochs
            for split, values in (("train", curves.train), ("validation", curves.validation)):
                found |= {f"run{number}_{split}_{figure}": values[figure] for figure in COLUMNS}
        return found

    def _shown(self) -> list[tuple[LibraryRun, RunCurves]]:
        found = self._comparison
        return [] if found is None else list(zip(found.runs, found.curves, strict=True))

    def _draw(self) -> None:
        for plot, item in self._items:
            plot.box.removeItem(item)
        self._items.clear()
        shown = self._shown()
        names = short_names([run.name for run, _ in shown])
        has_elbo = not shown or any(np.isfinite(curves.preferred("negative_elbo")).any() for _, curves in shown)
        self._title.setText("Negative ELBO" if has_elbo else "Reconstruction")
        units = {curves.unit for _, curves in shown} or {"nats"}
        self._unit.setText("nats, at β = 1" if has_elbo else ", ".join(sorted(units)))
        for place, token in enumerate(SERIES):
            for widget in (self._swatches[place], self._names[place]):
                widget.setVisible(place < len(shown))
            if place < len(shown):
                run, curves = shown[place]
                self._names[place].setText(names[place])
                self._names[place].setAccessibleName(run.name)
                self._add_curves(self.elbo, curves, FIGURES[0] if has_elbo else "reconstruction", token)
                self._add_curves(self.kl, curves, FIGURES[1], token)
        for cursor in self._cursors:
            cursor.setPen(pg.mkPen(self._theme.colour("text_3"), width=1))
        self.elbo.reset_view()
        self.kl.reset_view()

    def _add_curves(self, plot: RunPlot, curves: RunCurves, figure: str, token: str) -> None:
        colour = self._theme.colour(token)
        train, main = curves.train[figure], curves.preferred(figure)
        if plot is self.elbo and main is not train:
            faint = pg.mkPen(colour, width=1.2, style=Qt.PenStyle.DashLine)
            self._add(plot, pg.PlotDataItem(curves.epochs, train, pen=faint, connect="finite", antialias=True))
        solid = pg.mkPen(colour, width=2)
        self._add(plot, pg.PlotDataItem(curves.epochs, main, pen=solid, connect="finite", antialias=True))
        known = np.isfinite(main)
        if known.any():
            dot = pg.ScatterPlotItem(
                curves.epochs[known][-1:], main[known][-1:], size=7, pen=None, brush=pg.mkBrush(colour)
            )
            self._add(plot, dot)

    def _add(self, plot: RunPlot, item: pg.GraphicsObject) -> None:
        plot.box.addItem(item)
        if isinstance(item, pg.PlotDataItem):  # not before: an item that clips must know its box
            item.setDownsampling(auto=True, method="peak")
            item.setClipToView(True)
        self._items.append((plot, item))

    def _read_out(self, epoch: float) -> None:
        """Show the figures of the epoch under the pointer."""
        shown = self._shown()
        is_on = not np.isnan(epoch) and bool(shown)
        for cursor in self._cursors:
            cursor.setVisible(is_on)
        if not is_on:
            self.reading.setText("")
            return
        epoch = max(1, round(epoch))
        for cursor in self._cursors:
            cursor.setPos(epoch)
        self.reading.setText(f"Epoch {epoch}: " + "   ".join(_reading(curves, epoch) for _, curves in shown))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDES)
        column.setSpacing(6)
        heading = QHBoxLayout()
        heading.addStrut(HEADING)
        heading.addWidget(Label(self._theme, "Curves", role="section"))
        heading.addSpacing(12)
        heading.addStretch(1)
        for swatch, name in zip(self._swatches, self._names, strict=True):
            heading.addWidget(swatch)
            name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            heading.addWidget(name)
        column.addLayout(heading)
        column.addLayout(
            _row(
                self._title,
                self._unit,
                None,
                Label(self._theme, "— validation   - - train", role="secondary", tone="text_2"),
            )
        )
        column.addWidget(self.elbo, 5)
        column.addLayout(
            _row(
                Label(self._theme, "KL", role="section"),
                Label(self._theme, "nats, validation", role="secondary", tone="text_2"),
            )
        )
        column.addWidget(self.kl, 3)
        column.addWidget(self.reading)


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    if None not in widgets:
        row.addStretch(1)
    return row


def _reading(curves: RunCurves, epoch: int) -> str:
    row = np.flatnonzero(curves.epochs == epoch)
    if not len(row):
        return "—"
    value, kl = (float(curves.preferred(figure)[row[0]]) for figure in FIGURES)
    return f"{decimal(value, 1)}, KL {decimal(kl, 2)}"
