"""Sampled rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from vae_studio.data.table_layout import TableLayout
from vae_studio.gui.figures import short_number

Index = QModelIndex | QPersistentModelIndex
ROW = 28
COLUMN = 96


class RowsModel(QAbstractTableModel):
    """Rows of the model in the units of the file."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._rows: tuple[str, ...] | None = None
        self._cells: list[np.ndarray] = []

    def show_rows(self, layout: TableLayout, examples: np.ndarray, rows: Sequence[str] | None = None) -> None:
        """Show rows of the model, float32 ``[N, D]``, under these names, or numbered from 1."""
        self.beginResetModel()
        self._names = tuple(field.name for field in layout.fields)
        self._rows = None if rows is None else tuple(rows)
        self._cells = layout.cells(examples)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if (parent is not None and parent.isValid()) or not self._cells else len(self._cells[0])

    def columnCount(self, parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell in words, aligned to the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return short_number(self._cells[index.column()][index.row()].item())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name, or a row's name or number from 1."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        names = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if not names:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self._names[section]
        return str(section + 1) if self._rows is None else self._rows[section]


class RowsView(QTableView):
    """The rows, to be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowsModel()
        self.setModel(self.rows)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setAccessibleName("Sampled rows")
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumWidth(36)
        self.horizontalHeader().setDefaultSectionSize(COLUMN)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
