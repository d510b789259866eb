"""The Runs page: filter, table, and below it the comparison of the selected runs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from vae_studio.gui.runs.actions import RunActions
from vae_studio.gui.runs.delegate import ROW_HEIGHT
from vae_studio.gui.runs.filter_bar import FilterBar
from vae_studio.gui.runs.foot import Foot
from vae_studio.gui.runs.table import RunsTable
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.turns import Turns
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.empty_state import EmptyState
from vae_studio.gui.widgets.separator import Separator
from vae_studio.session.run_library import LibraryRun

TABLE_HEIGHT, COMPARISON_HEIGHT = 330, 460
LEAST_TABLE = 200


class RunsPage(QWidget):
    """All runs of the workspace.

    Parameters
    ----------
    studio
        Whose runs.
    theme
        Colours and type.

    Attributes
    ----------
    notices
        Where the strip of notices is put while the page shows.

    Signals
    -------
    left
        The person goes on in the workspace.
    trainable
        And a run is to be trained there.
    drawable
        Whether there is a comparison to save.
    """

    left = Signal()
    trainable = Signal()
    drawable = Signal(bool)

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._runs = studio.views.runs
        self._plots_ready = studio.plots_loaded
        self._building = False
        self._by_hand = False
        self._turns = Turns(self)
        self._comparison: Any = None
        self.bar = FilterBar(theme, self)
        self.table = RunsTable(theme, self._runs.rename)
        self.foot = Foot(theme)
        self.empty = EmptyState(
            theme,
            "ph.stack",
            "No runs yet",
            "Every training is kept here, with its settings and figures.",
            Button(theme, "Go to the workspace", "ph.layout"),
        )
        self.notices = QVBoxLayout()
        self._stack = QStackedWidget(self)
        self._place = QStackedWidget()
        self._lay_out()
        self.actions_ = RunActions(studio, self.bar, self.table)
        self._connect()
        self.actions_.refresh()

    @property
    def comparison(self) -> Any:
        """The part below the table; None until it is first needed."""
        return self._comparison

    def save(self) -> None:
        """Ask where to, and save the curves that are compared."""
        if self._comparison is not None:
            self._comparison.save()

    def copy(self) -> None:
        """Put the curves that are compared on the clipboard."""
        if self._comparison is not None:
            self._comparison.copy()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the workspace while the page shows."""
        super().showEvent(event)
        self._studio.want_plots()
        self._runs.listing.set_active(True)
        self._build()
        if self.table.currentIndex().row() < 0:
            self.table.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the workspace alone."""
        super().hideEvent(event)
        self._runs.listing.set_active(False)

    def _connect(self) -> None:
        runs, table = self._runs, self.table
        runs.listing.listed.connect(self._on_listed)
        runs.measuring.progressed.connect(self.foot.show_progress)
        self.foot.cancel.clicked.connect(runs.measuring.cancel)
        self.bar.changed.connect(self._filter)
        table.selection_changed.connect(runs.comparing.compare)
        assert self.empty.button is not None
        self.empty.button.clicked.connect(self.left)
        self.actions_.trainable.connect(self.trainable)
        self.actions_.left.connect(self.left)
        self._studio.plots_ready.connect(self._on_plots_ready)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._find)

    def _on_listed(self, runs: tuple[LibraryRun, ...]) -> None:
        self.bar.show_datasets(runs)
        self.table.show_runs(runs)
        self._runs.comparing.compare(self.table.selected)
        self.foot.show_count(len(runs))
        self._stack.setCurrentIndex(0 if runs else 1)
        self._fit_table()
        self.actions_.refresh()

    def _fit_table(self) -> None:
        """Let the table be as high as its rows, within bounds, until somebody moves the rule below it."""
        whole = sum(self._splitter.sizes())
        if not self._by_hand and whole:
            rows = self.table.model().rowCount() * ROW_HEIGHT + self.table.header().height()
            wanted = rows + self.foot.height() + ROW_HEIGHT // 2
            height = max(LEAST_TABLE, min(wanted, whole * TABLE_HEIGHT // (TABLE_HEIGHT + COMPARISON_HEIGHT)))
            self._splitter.setSizes([height, whole - height])

    def _on_split(self) -> None:
        self._by_hand = True

    def _filter(self) -> None:
        self.table.filter(*self.bar.wanted)
        self.actions_.refresh()

    def _find(self) -> None:
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    def _on_plots_ready(self) -> None:
        self._plots_ready = True
        if self.isVisible():
            self._build()

    def _build(self) -> None:
        """Make the plots, once the plotting library is loaded and the page is looked at."""
        if self._plots_ready and not self._building:
            self._building = True
            self._turns.begin([self._begin_building])

    def _begin_building(self) -> None:
        module = import_module("vae_studio.gui.runs.comparison")
        self._turns.begin(module.building(self._studio, self._theme, self._take))

    def _take(self, comparison: QWidget) -> None:
        self._comparison = comparison
        self._comparison.drawable.connect(self.drawable)
        self._place.addWidget(comparison)
        self._place.setCurrentWidget(comparison)
        self._runs.comparing.repeat()

    def _lay_out(self) -> None:
        splitter = self._splitter = QSplitter(Qt.Orientation.Vertical, self._stack)
        above = QWidget(splitter)
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)
        splitter.splitterMoved.connect(self._on_split)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(above)
        splitter.addWidget(self._place)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([TABLE_HEIGHT, COMPARISON_HEIGHT])
        held = QWidget()
        middle = QVBoxLayout(held)
        middle.setContentsMargins(16, 16, 16, 16)
        middle.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)
        self.empty.setFixedSize(380, 200)
        self._stack.addWidget(splitter)
        self._stack.addWidget(held)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(Separator())
        whole.addLayout(self.notices)
        whole.addWidget(self._stack, 1)
