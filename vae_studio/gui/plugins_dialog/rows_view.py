"""A short table among the facts of a plugin, as high as its rows ask for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from vae_studio.gui.theme import Theme

_ROW_HEIGHT = 24
_HEADER_HEIGHT = 28
_MOST_ROWS = 8


class RowsView(QTreeWidget):
    """Rows of words under named columns, of which the first stretches.

    Signals
    -------
    chosen
        Number of the row that was double-clicked, or on which Return was pressed.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, name: str, columns: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setProperty("variant", "rows")
        self.setHeaderLabels(list(columns))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.itemDoubleClicked.connect(lambda item: self.chosen.emit(self.indexOfTopLevelItem(item)))

    def show_rows(self, rows: Sequence[Sequence[str]], tips: Sequence[str]) -> None:
        """Show other rows.

        Parameters
        ----------
        rows
            The words of each, one for each column.
        tips
            What more there is to say of each.
        """
        self.clear()
        for row, tip in zip(rows, tips, strict=True):
            item = QTreeWidgetItem(list(row))
            for column in range(len(row)):
                item.setToolTip(column, tip)
                if column:
                    item.setForeground(column, self._theme.colour("text_2"))
            self.addTopLevelItem(item)
        self.updateGeometry()

    def rows(self) -> list[list[str]]:
        """Return the words shown."""
        model, columns = self.model(), range(self.columnCount())
        return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]

    def sizeHint(self) -> QSize:
        """Return the height of the rows, up to a few."""
        rows = min(max(self.topLevelItemCount(), 1), _MOST_ROWS)
        return QSize(super().sizeHint().width(), _HEADER_HEIGHT + rows * _ROW_HEIGHT + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Return; the dialog's buttons stay out of it."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.indexOfTopLevelItem(item))
            event.accept()
            return
        super().keyPressEvent(event)
