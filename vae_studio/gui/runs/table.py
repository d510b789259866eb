"""The table of runs: what is selected in it is what is compared and acted upon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDesktopServices, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget

from vae_studio.evaluation.published import PublishedResult
from vae_studio.gui.runs.column_widths import ColumnWidths
from vae_studio.gui.runs.columns import NAME, STARTED, TICK
from vae_studio.gui.runs.delegate import RunsDelegate
from vae_studio.gui.runs.model import RUN_ROLE, Group, Index, Rename, RunsModel
from vae_studio.gui.runs.selected import SelectedRuns
from vae_studio.gui.theme import Theme
from vae_studio.session.run_library import LibraryRun

_ROWS = QItemSelectionModel.SelectionFlag.Rows
_CLEAR = QItemSelectionModel.SelectionFlag.Clear


class RunsTable(QTreeView):
    """Runs, and the published figures below them.

    A tick toggles a run, a click elsewhere selects it alone, Shift and Ctrl extend the selection, Space
    toggles. What is selected stays so while a filter hides it.

    Parameters
    ----------
    theme
        Colours and type.
    rename
        Called with a run and its new name.

    Signals
    -------
    selection_changed
        The selected runs in the order in which they were selected: a tuple.
    opened
        The run that was double-clicked or opened with Return.
    """

    selection_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, rename: Rename, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._selected = SelectedRuns()
        self._settling = False
        self._pending: Sequence[LibraryRun] | None = None
        self.runs_model = RunsModel(rename, self)
        self._current = ""
        self.setModel(self.runs_model)
        self.runs_model.modelReset.connect(self._select_again)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._painter = RunsDelegate(theme, self.place_of, lambda: self.runs_model.arrangement.folded, self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("Runs")
        self.setProperty("variant", "runs")
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._widths = ColumnWidths(self)
        self.setSortingEnabled(True)
        self.sortByColumn(STARTED, Qt.SortOrder.DescendingOrder)
        theme.changed.connect(self.viewport().update)

    @property
    def selected(self) -> tuple[LibraryRun, ...]:
        """The selected runs in the order in which they were selected, also those that a filter hides."""
        runs = {run.entry.identity: run for run in self.runs_model.runs}
        return tuple(runs[identity] for identity in self._selected.order if identity in runs)

    @property
    def shown_selected(self) -> tuple[LibraryRun, ...]:
        """Those of the selected runs that no filter hides."""
        shown = {run.entry.identity for run in self.shown_runs}
        return tuple(run for run in self.selected if run.entry.identity in shown)

    @property
    def shown_runs(self) -> tuple[LibraryRun, ...]:
        """The runs that fit the filter, as they are sorted."""
        return self.runs_model.listed

    @property
    def current_run(self) -> LibraryRun | None:
        """The run in the current row, or None."""
        row = self.currentIndex().data(RUN_ROLE) if self.currentIndex().isValid() else None
        return row if isinstance(row, LibraryRun) else None

    def place_of(self, run: LibraryRun) -> int | None:
        """Return the place of a run among the selected ones, from 0; None where it is not selected."""
        return self._selected.place(run.entry.identity)

    def show_runs(self, runs: Sequence[LibraryRun]) -> None:
        """List these runs, keeping the selection, the current row and a name that is being typed."""
        if self.state() is QAbstractItemView.State.EditingState:
            self._pending = runs
            return
        before = self.selected
        self._selected.keep({run.entry.identity for run in runs})
        self.runs_model.show_runs(runs)
        if self.selected != before:
            self.selection_changed.emit(self.selected)

    def select(self, identities: Sequence[str]) -> None:
        """Select these runs and no others, in this order."""
        self._selected.replace(identities)
        self._current = identities[-1] if identities else self._current
        self._select_again()
        self.selection_changed.emit(self.selected)

    def filter(self, words: str, dataset: str, status: str) -> None:
        """List the runs that hold all words, on a dataset and with a status; empty for any."""
        parts = tuple(words.lower().split())
        self.runs_model.arrange(
            replace(self.runs_model.arrangement, words=parts, dataset=dataset, status=status)
        )

    def rename_current(self) -> None:
        """Let the name of the current run be typed; where no row is current, of the one that is selected."""
        index, chosen = self.currentIndex().siblingAtColumn(NAME), self.shown_selected
        if self.current_run is None and len(chosen) == 1:
            index = self.runs_model.index(self.shown_runs.index(chosen[0]), NAME)
        editing = self.state() is QAbstractItemView.State.EditingState
        if index.flags() & Qt.ItemFlag.ItemIsEditable and not editing:
            self.setCurrentIndex(index)
            self.edit(index)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Follow what was selected, keeping what a filter hides."""
        super().selectionChanged(selected, deselected)
        if self._settling:
            return
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        shown = {run.entry.identity: row in chosen for row, run in enumerate(self.shown_runs)}
        self._selected.follow(shown)
        self.viewport().update()
        self.selection_changed.emit(self.selected)

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """A click on a tick toggles it; a selection that starts anew also lets go of what is hidden."""
        if (
            isinstance(event, QMouseEvent)
            and index.isValid()
            and index.column() == TICK
            and not event.modifiers()
        ):
            toggle = QItemSelectionModel.SelectionFlag.Toggle | _ROWS
            is_press = event.type() is QEvent.Type.MouseButtonPress
            return toggle if is_press else QItemSelectionModel.SelectionFlag.NoUpdate
        command = super().selectionCommand(index, event)
        before = self._selected.order
        if command & _CLEAR and event is not None:
            self._selected.keep({run.entry.identity for run in self.shown_runs})
        if self._selected.order != before:
            self.selection_changed.emit(self.selected)
        return command

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Return, toggle with Space, fold or unfold the published figures with either."""
        row = self.currentIndex().data(RUN_ROLE) if self.currentIndex().isValid() else None
        opens = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        toggles = event.key() == Qt.Key.Key_Space
        editing = self.state() is QAbstractItemView.State.EditingState
        if editing or not (opens or toggles) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif isinstance(row, LibraryRun) and toggles:
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Toggle | _ROWS)
        elif isinstance(row, LibraryRun):
            self.opened.emit(row)
        elif row is not None:
            self._use(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a link, fold or unfold."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(RUN_ROLE) if index.isValid() else None
        if isinstance(row, Group) or (isinstance(row, PublishedResult) and index.column() == STARTED):
            self._use(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over links."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(RUN_ROLE) if index.isValid() else None
        link = isinstance(row, PublishedResult) and index.column() == STARTED
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a run, unless its tick is what was clicked."""
        index = self.indexAt(event.position().toPoint())
        row = index.data(RUN_ROLE) if index.isValid() else None
        if isinstance(row, LibraryRun) and index.column() != TICK:
            self.opened.emit(row)
        else:
            super().mouseDoubleClickEvent(event)

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row; the one above the published figures as a whole, the current one with a frame."""
        rect = QRect(QPoint(0, options.rect.top()), options.rect.size())
        if isinstance(index.data(RUN_ROLE), Group):
            self._painter.paint_group(painter, rect)
        else:
            super().drawRow(painter, options, index)
        if self.hasFocus() and index.row() == self.currentIndex().row():
            painter.save()
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
            painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns of words."""
        super().resizeEvent(event)
        self._widths.fit()

    def closeEditor(self, editor: QWidget, hint: object) -> None:
        """Show what came in while a name was being typed."""
        super().closeEditor(editor, hint)  # type: ignore[arg-type]
        pending, self._pending = self._pending, None
        if pending is not None:
            self.show_runs(pending)

    def _use(self, row: object) -> None:
        if isinstance(row, Group):
            arrangement = self.runs_model.arrangement
            self.runs_model.arrange(replace(arrangement, folded=not arrangement.folded))
        elif isinstance(row, PublishedResult):
            QDesktopServices.openUrl(QUrl(row.address))

    def _on_current(self, index: QModelIndex) -> None:
        row = index.data(RUN_ROLE) if index.isValid() else None
        if isinstance(row, LibraryRun) and not self._settling:
            self._current = row.entry.identity

    def _select_again(self) -> None:
        """Mark the rows of what is selected; the current row follows its run."""
        wanted, selection, current = set(self._selected.order), QItemSelection(), QModelIndex()
        for row, run in enumerate(self.shown_runs):
            index = self.runs_model.index(row, 0)
            if run.entry.identity in wanted:
                selection.select(index, index)
            if run.entry.identity == self._current:
                current = self.runs_model.index(row, NAME)
        self._settling = True
        model = self.selectionModel()
        if current.isValid():
            model.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS)
        self._settling = False
        self.viewport().update()
