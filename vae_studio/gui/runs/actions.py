"""What the buttons, keys and the menu of the Runs page do, and when they can."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from vae_studio.gui.file_dialogs import save_file
from vae_studio.gui.runs.filter_bar import FilterBar
from vae_studio.gui.runs.table import RunsTable
from vae_studio.gui.studio import Studio
from vae_studio.gui.widgets.buttons import Button
from vae_studio.session.likelihood import COUNT
from vae_studio.session.run_library import LibraryRun

TRAINING = "Training is under way."
SELECT_ONE = "Select one run."


class RunActions(QObject):
    """Acts upon the runs that are selected and in view; the keys that open and rename, upon the current one.

    Parameters
    ----------
    studio
        Whose runs.
    bar
        The buttons.
    table
        Where runs are selected.

    Signals
    -------
    left
        What was done goes on in the workspace.
    trainable
        And there a run is to be trained.
    """

    left = Signal()
    trainable = Signal()

    def __init__(self, studio: Studio, bar: FilterBar, table: RunsTable) -> None:
        super().__init__(table)
        self._studio = studio
        self._runs = studio.views.runs
        self._bar = bar
        self._table = table
        bar.open.clicked.connect(lambda: self.open(self.one))
        bar.duplicate.clicked.connect(lambda: self.duplicate(self.one))
        bar.delete.clicked.connect(self.delete)
        bar.export.clicked.connect(self.export)
        bar.measure.clicked.connect(lambda: self._runs.measuring.begin(self._measurable()))
        table.opened.connect(self.open)
        table.customContextMenuRequested.connect(self._show_menu)
        table.selection_changed.connect(lambda _: self.refresh())
        table.selectionModel().currentChanged.connect(lambda *_: self.refresh())
        self._runs.measuring.progressed.connect(self.refresh)
        studio.state_changed.connect(self.refresh)
        # F2 wherever the focus is while the table shows; Delete has a meaning of its own in the other fields.
        for keys, action, context in (
            (QKeySequence("F2"), table.rename_current, Qt.ShortcutContext.WindowShortcut),
            (QKeySequence(QKeySequence.StandardKey.Delete), self.delete, Qt.ShortcutContext.WidgetShortcut),
        ):
            shortcut = QShortcut(keys, table)
            shortcut.setContext(context)
            shortcut.activated.connect(action)

    @property
    def chosen(self) -> tuple[LibraryRun, ...]:
        """The runs that are acted upon."""
        return self._table.shown_selected

    @property
    def one(self) -> LibraryRun | None:
        """The one run that is acted upon; None for none or several."""
        return self.chosen[0] if len(self.chosen) == 1 else None

    def open(self, run: LibraryRun | None) -> None:
        """Show a run in the workspace."""
        if run is not None and not self._open_obstacle(run):
            self._studio.open_run(run.path)
            self.left.emit()

    def duplicate(self, run: LibraryRun | None) -> None:
        """Take the settings of a run for a new one."""
        if run is not None and self._runs.duplicate(run):
            self.trainable.emit()
            self.left.emit()

    def resume(self, run: LibraryRun | None) -> None:
        """Go on training a run."""
        if run is not None and self._runs.resume(run):
            self.trainable.emit()
            self.left.emit()

    def delete(self) -> None:
        """Move runs to the trash."""
        if self.chosen:
            self._runs.delete(self.chosen)

    def export(self) -> None:
        """Ask where to, and write the table: the selected runs, or where there are not several, all in view."""
        selected = self._table.shown_selected
        runs = selected if len(selected) > 1 else self._table.shown_runs
        save_file(
            self._studio.preferences,
            self._bar,
            "tables",
            "Export runs",
            self._runs.workspace / "runs.csv",
            "Table (*.csv)",
            lambda path: self._runs.export(path, runs),
        )

    def refresh(self) -> None:
        """Say how many runs are selected, and allow what can be done with them."""
        bar, one, selected = self._bar, self.one, len(self._table.selected)
        bar.show_selection(selected, selected - len(self._table.shown_selected))
        _allow(bar.open, self._open_obstacle(one), "Show this run in the workspace (Return)")
        _allow(bar.duplicate, self._duplicate_obstacle(one), "Take the settings of this run for a new one")
        measure = f"Estimate log p(x) of up to {COUNT} test examples by importance sampling"
        _allow(bar.measure, self._measure_obstacle(), measure)
        _allow(bar.delete, self._delete_obstacle(), "Move the selected runs to the trash (Delete)")
        obstacle = "" if self._table.shown_runs else "No run is listed."
        _allow(bar.export, obstacle, "Write the listed runs, or where several are selected these, as a table")

    def make_menu(self) -> QMenu:
        """Return the menu of the runs that are acted upon."""
        menu = QMenu(self._table)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        one = self.one
        resume = self._selection_obstacle if one is None else self._runs.resume_obstacle(one)
        entries = (
            ("Open in workspace", self._open_obstacle(one), lambda: self.open(one)),
            ("Resume training", resume, lambda: self.resume(one)),
            ("Duplicate as a new spec", self._duplicate_obstacle(one), lambda: self.duplicate(one)),
            ("Rename", "" if one is not None else self._selection_obstacle, self._table.rename_current),
            ("Measure IW-NLL", self._measure_obstacle(), self._bar.measure.click),
            ("Delete", self._delete_obstacle(), self.delete),
        )
        for words, obstacle, command in entries:
            action = menu.addAction(words)
            action.setEnabled(not obstacle)
            action.setToolTip(obstacle or words)
            action.triggered.connect(command)
        return menu

    def _show_menu(self, position: QPoint) -> None:
        if self._table.current_run is not None:
            self.make_menu().popup(self._table.viewport().mapToGlobal(position))

    def _measurable(self) -> list[LibraryRun]:
        """Return the runs that may have a likelihood: an autoencoder's test figures tell that it has none."""
        return [run for run in self.chosen if run.test is None or run.negative_elbo is not None]

    @property
    def _selection_obstacle(self) -> str:
        """Why there is not one run to act upon."""
        return SELECT_ONE if self.chosen else "Select a run."

    def _open_obstacle(self, run: LibraryRun | None) -> str:
        if run is None:
            return self._selection_obstacle
        if self._runs.locked:
            return TRAINING
        if run.entry.manifest is None:
            return run.remark
        return "" if run.entry.epochs and run.entry.epochs[0] else "No epoch of this run is complete yet."

    def _duplicate_obstacle(self, run: LibraryRun | None) -> str:
        if run is None:
            return self._selection_obstacle
        return TRAINING if self._runs.locked else run.remark if run.entry.spec is None else ""

    def _delete_obstacle(self) -> str:
        if not self.chosen:
            return "Select runs."
        being_trained = any(run.entry.status == "training" for run in self.chosen)
        return "A run that is being trained cannot be deleted." if being_trained else ""

    def _measure_obstacle(self) -> str:
        if self._runs.measuring.busy:
            return "A measurement is under way."
        if self._runs.locked:
            return TRAINING
        if any(self._open_obstacle(run) for run in self.chosen):
            return "One of the selected runs has no weights."
        if not self.chosen:
            return "Select runs."
        return "" if self._measurable() else "Select runs of variational autoencoders."


def _allow(button: Button, obstacle: str, help: str) -> None:
    button.setEnabled(not obstacle)
    button.setToolTip(obstacle or help)
