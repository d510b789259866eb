"""The runs as rows of a table, and below them the published figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vae_studio.evaluation.published import PUBLISHED, PublishedResult
from vae_studio.gui.figures import NONE, decimal
from vae_studio.gui.runs.arrangement import Arrangement
from vae_studio.gui.runs.columns import (
    COLUMNS,
    LIKELIHOOD,
    NAME,
    STARTED,
    STATUS,
    TEST_FIGURES,
    likelihood_help,
    test_help,
)
from vae_studio.session.run_library import LibraryRun

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Rename: TypeAlias = Callable[[LibraryRun, str], None]

RUN_ROLE = Qt.ItemDataRole.UserRole + 1
APART = "\u2003"
"""Before a head of words that follows one of figures, which ends at its right edge."""
GROUP_WORDS = "Published reference"
GROUP_NOTE = "figures from the papers, not computed here; larger models, 5\u2009000-sample estimates"


class Group(Enum):
    """The row above the published figures."""

    PUBLISHED = "published"


Row: TypeAlias = LibraryRun | PublishedResult | Group


class RunsModel(QAbstractTableModel):
    """Runs, one row that heads the published figures, and these.

    Parameters
    ----------
    rename
        Called with a run and the name that was typed for it.
    """

    def __init__(self, rename: Rename, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rename = rename
        self._runs: tuple[LibraryRun, ...] = ()
        self._arrangement = Arrangement()
        self._rows: tuple[Row, ...] = (Group.PUBLISHED, *PUBLISHED)

    @property
    def runs(self) -> tuple[LibraryRun, ...]:
        """All runs, also those that the filter hides."""
        return self._runs

    @property
    def listed(self) -> tuple[LibraryRun, ...]:
        """The runs that have a row, top to bottom."""
        return tuple(row for row in self._rows if isinstance(row, LibraryRun))

    @property
    def arrangement(self) -> Arrangement:
        """Which runs are listed, and in which order."""
        return self._arrangement

    def show_runs(self, runs: Sequence[LibraryRun]) -> None:
        """Take these runs; where the rows stay the same ones, only their figures change."""
        self._runs = tuple(runs)
        self._arrange()

    def arrange(self, arrangement: Arrangement) -> None:
        """List other runs, or in another order."""
        self._arrangement = arrangement
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the runs by a column."""
        descending = order is Qt.SortOrder.DescendingOrder
        self.arrange(replace(self._arrangement, column=column, descending=descending))

    def _arrange(self) -> None:
        published = () if self._arrangement.folded else PUBLISHED
        rows: tuple[Row, ...] = (*self._arrangement.listed(self._runs), Group.PUBLISHED, *published)
        before = self._rows
        if [_identity(row) for row in before] == [_identity(row) for row in rows]:
            self._rows = rows
            for number, (old, new) in enumerate(zip(before, rows, strict=True)):
                if old is not new:
                    self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def row(self, row: int) -> Row:
        """Return what stands in a row."""
        return self._rows[row]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return title, help and alignment of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{APART}{column.title}" if section == STATUS else column.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.help
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Runs can be selected and renamed; published figures can only be read."""
        row = self._rows[index.row()]
        if not isinstance(row, LibraryRun):
            return Qt.ItemFlag.ItemIsEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        can_rename = index.column() == NAME and row.entry.manifest is not None
        return usual | Qt.ItemFlag.ItemIsEditable if can_rename else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return words, tooltip, alignment or sort key of a cell."""
        row, column = self._rows[index.row()], index.column()
        if role == RUN_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if isinstance(row, LibraryRun):
            return _run_data(row, column, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _published_text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, PublishedResult):
            return f"{row.name}: {row.model} on {row.dataset}. {row.address}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Have a run renamed; its row follows once that is done."""
        row = self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or not isinstance(row, LibraryRun) or value == row.name:
            return False
        self._rename(row, str(value))
        return True


def _identity(row: Row) -> object:
    return row.entry.identity if isinstance(row, LibraryRun) else row


def _run_data(run: LibraryRun, column: int, role: int) -> Any:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
        return COLUMNS[column].text(run)
    if role == Qt.ItemDataRole.ToolTipRole:
        return _tooltip(run, column)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return run.name if column == 0 else f"{COLUMNS[column].title} {COLUMNS[column].text(run)}"
    return None


def _tooltip(run: LibraryRun, column: int) -> str:
    if run.remark and (run.entry.manifest is None or column in (STATUS, LIKELIHOOD)):
        return run.remark
    if column == NAME:
        return str(run.path)
    if column == LIKELIHOOD:
        return likelihood_help(run)
    if column in TEST_FIGURES and (words := test_help(run)):
        return words
    if column == STARTED:
        return run.entry.created
    return COLUMNS[column].text(run)


def _published_text(row: Row, column: int) -> str:
    if isinstance(row, Group):
        return f"{GROUP_WORDS} · {GROUP_NOTE}" if column == NAME else ""
    assert isinstance(row, PublishedResult)
    words = {
        0: "",
        NAME: row.name,
        NAME + 1: row.dataset,
        NAME + 2: row.model,
        LIKELIHOOD: decimal(row.negative_log_likelihood, 2),
        STATUS: "Reference",
        STARTED: row.paper,
    }
    return words.get(column, NONE)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if COLUMNS[column].numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
