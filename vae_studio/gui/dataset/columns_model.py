"""The columns of a table as rows of a model; figures are computed only for those that are shown."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vae_studio.gui.dataset.column_figures import ColumnFigures, column_figures
from vae_studio.gui.figures import short_number

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset

FIGURES_ROLE = Qt.ItemDataRole.UserRole + 1
NAME, MEAN, DEVIATION, SPREAD = range(4)
HEADINGS = ("Column", "Mean", "SD", "Spread")
_KEPT = 1024


class ColumnsModel(QAbstractTableModel):
    """One row for each column of a table, with name, mean, standard deviation and a histogram.

    ``FIGURES_ROLE`` gives the :class:`ColumnFigures` of a row; None of a streamed table whose rows are still
    being read.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._rows: np.ndarray | None = None
        self._figures = lru_cache(_KEPT)(self._compute)

    def set_dataset(self, dataset: Dataset | None) -> None:
        """Show the columns of another table; none of images."""
        self.beginResetModel()
        self._dataset = dataset if dataset is not None and dataset.kind == "table" else None
        self._rows = None
        self._figures.cache_clear()
        self.endResetModel()

    def set_rows(self, rows: np.ndarray) -> None:
        """Take the rows that the figures of the streamed table come from."""
        self._rows = rows
        self._figures.cache_clear()
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of columns of the table."""
        return 0 if parent.isValid() or self._dataset is None else len(self._dataset.columns)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of things that are told of each."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the headings, aligned with what is below them."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is told of a column of the table."""
        if self._dataset is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole and index.column() == NAME:
            return self._dataset.columns[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        figures = self._figures(index.row())
        if role == FIGURES_ROLE or figures is None:
            return figures
        if role == Qt.ItemDataRole.DisplayRole and index.column() in (MEAN, DEVIATION):
            return short_number(figures.mean if index.column() == MEAN else figures.deviation)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _words(figures)
        return None

    def _compute(self, row: int) -> ColumnFigures | None:
        assert self._dataset is not None
        if self._dataset.is_streamed and self._rows is None:
            return None
        return column_figures(self._dataset, row, self._rows)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (MEAN, DEVIATION) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _words(figures: ColumnFigures) -> str:
    return (
        f"{figures.name}\nmean {short_number(figures.mean)} · standard deviation "
        f"{short_number(figures.deviation)}\nfrom {short_number(figures.low)} to {short_number(figures.high)}, "
        "training rows"
    )
