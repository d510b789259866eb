"""The comparison below the table of runs: curves, trade-off, latent grids and differences."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGraphicsView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from vae_studio.gui.runs.curves_panel import CurvesPanel
from vae_studio.gui.runs.difference_tables import DifferenceTables
from vae_studio.gui.runs.grids_panel import GridsPanel
from vae_studio.gui.runs.trade_off import TradeOff
from vae_studio.gui.saving.asking import ask_and_save, copy_figure
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.turns import Turns
from vae_studio.gui.widgets.empty_state import EmptyState
from vae_studio.session.run_comparison import RunComparison

WIDTHS = (432, 408, 600)
TABLES_HEIGHT = 190


class Comparison(QWidget):
    """What the selected runs have in common, and in what they differ.

    Parameters
    ----------
    studio
        Whose runs.
    theme
        Colours and type.
    curves, trade_off, grids, tables
        Its parts.

    Signals
    -------
    drawable
        Whether something is compared.
    drawn
        Everything that is compared is on screen, but for grids that are still being decoded.
    """

    drawable = Signal(bool)
    drawn = Signal()

    def __init__(
        self,
        studio: Studio,
        theme: Theme,
        curves: CurvesPanel,
        trade_off: TradeOff,
        grids: GridsPanel,
        tables: DifferenceTables,
    ) -> None:
        super().__init__()
        self._studio = studio
        self._theme = theme
        self._runs = studio.views.runs
        self._shown: RunComparison | None = None
        self.curves, self.trade_off, self.grids, self.tables = curves, trade_off, grids, tables
        self._turns = Turns(self)
        self.empty = EmptyState(
            theme,
            "ph.chart-line",
            "Nothing selected",
            "Tick one run to see its curves, two to four to compare them.",
        )
        self._stack = QStackedWidget()
        self._lay_out()
        comparing = self._runs.comparing
        comparing.compared.connect(self._show)
        comparing.grid_decoded.connect(lambda _: self._show_grids())
        comparing.held.connect(self._show_grids)
        self.grids.save_wanted.connect(self.save_grids)
        for plot, title in (
            (self.curves.elbo, "Negative ELBO of runs"),
            (self.curves.kl, "KL of runs"),
            (self.trade_off.plot, "Rate and distortion of runs"),
        ):
            self._offer(plot, title)

    def save(self) -> None:
        """Ask where to, and save the curves."""
        ask_and_save(self._studio, self._theme, self._figure(self.curves.elbo, "Negative ELBO of runs"), self)

    def copy(self) -> None:
        """Put the curves on the clipboard."""
        copy_figure(self._figure(self.curves.elbo, "Negative ELBO of runs"), 2)

    def save_grids(self) -> None:
        """Ask where to, and save the grids side by side."""
        figure = Figure(
            "Latent grids of runs",
            self._file("latent-grids"),
            self._metadata(),
            pixels=self.grids.pixels(),
            arrays=self.grids.arrays,
        )
        ask_and_save(self._studio, self._theme, figure, self)

    def _show(self, comparison: RunComparison | None) -> None:
        self._shown = comparison
        self._stack.setCurrentIndex(0 if comparison is not None else 1)
        self.drawable.emit(comparison is not None)
        self._turns.begin(
            (
                lambda: self.curves.show_comparison(comparison),
                lambda: self.tables.show_comparison(comparison),
                self._show_grids,
                lambda: self.trade_off.show_comparison(comparison, self._runs.listing.runs or ()),
                self.drawn.emit,
            )
        )

    def _show_grids(self) -> None:
        runs = () if self._shown is None else self._shown.runs
        self.grids.show_runs(runs, [self._runs.comparing.grid_of(run) for run in runs])

    def _figure(self, plot: QGraphicsView, title: str) -> Figure:
        is_curve = plot is not self.trade_off.plot
        return Figure(
            title,
            self._file(title.lower().replace(" ", "-")),
            self._metadata(),
            view=plot,
            ground=self._theme.colour("panel"),
            table=self.curves.table if is_curve else self.trade_off.table,
            arrays=self.curves.arrays if is_curve else None,
        )

    def _metadata(self) -> dict[str, Any]:
        found = self._shown
        runs = () if found is None else found.runs
        return {
            "Runs": [run.name for run in runs],
            "Run ids": [run.entry.id for run in runs],
            "Epochs": [run.entry.epochs[0] if run.entry.epochs else 0 for run in runs],
        }

    def _file(self, stem: str) -> Path:
        return self._runs.workspace / stem

    def _offer(self, plot: QGraphicsView, title: str) -> None:
        """Let a plot be saved and copied from its menu."""
        plot.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        saving, copying = QAction("Save plot…", plot), QAction("Copy plot", plot)
        saving.triggered.connect(
            lambda: ask_and_save(self._studio, self._theme, self._figure(plot, title), self)
        )
        copying.triggered.connect(lambda: copy_figure(self._figure(plot, title), 2))
        plot.addActions([saving, copying])

    def _lay_out(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        right.setChildrenCollapsible(False)
        right.addWidget(self.grids)
        right.addWidget(self.tables)
        right.setStretchFactor(0, 1)
        right.setStretchFactor(1, 0)
        right.setSizes([300, TABLES_HEIGHT])
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setChildrenCollapsible(False)
        for number, part in enumerate((self.curves, self.trade_off, right)):
            whole.addWidget(part)
            part.setMinimumWidth(260)
            whole.setStretchFactor(number, WIDTHS[number])
        whole.setSizes(list(WIDTHS))
        held = QWidget()
        middle = QVBoxLayout(held)
        self.empty.setFixedSize(380, 170)
        middle.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(whole)
        self._stack.addWidget(held)
        self._stack.setCurrentIndex(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)


def building(studio: Studio, theme: Theme, done: Callable[[Comparison], None]) -> list[Callable[[], None]]:
    """Return what makes a comparison in several turns, and hands it over in the last."""
    made: dict[str, Any] = {}
    parts: dict[str, type[QWidget]] = {
        "curves": CurvesPanel,
        "trade_off": TradeOff,
        "grids": GridsPanel,
        "tables": DifferenceTables,
    }

    def make(name: str, part: Callable[[Theme], QWidget]) -> None:
        made[name] = part(theme)

    pieces: list[Callable[[], None]] = [partial(make, name, part) for name, part in parts.items()]
    return [*pieces, lambda: done(Comparison(studio, theme, **made))]
