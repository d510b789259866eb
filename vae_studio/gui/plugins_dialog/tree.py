"""The plugins as a tree, grouped by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from vae_studio.api import Kind
from vae_studio.gui.plugins_dialog.words import GROUP_WORDS, MARKS, plugin_label
from vae_studio.gui.theme import Theme, icon
from vae_studio.registry.records import PluginRecord, PluginStatus

Key = tuple[Kind, str, str]
_COLUMNS = ("Plugin", "Distribution", "Version", "State")
_WIDTHS = (250, 170, 70)
_BEFORE_COUNT = 12
_RECORD_ROLE = Qt.ItemDataRole.UserRole + 1
_GROUP_ROLE = Qt.ItemDataRole.UserRole + 2


class PluginTree(QTreeView):
    """One group for each kind; ``selected(PluginRecord | None)`` follows the current row."""

    selected = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = QStandardItemModel(self)
        self._model.setHorizontalHeaderLabels(list(_COLUMNS))
        self.setModel(self._model)
        self.setItemDelegate(_Painter(theme, self))
        self.setAccessibleName("Plugins")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformRowHeights(True)
        self.setIndentation(22)
        self.setProperty("variant", "groups")
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        self.selectionModel().currentChanged.connect(self._on_current)

    def drawRow(
        self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the ground of group rows over their whole width."""
        if not index.parent().isValid():
            painter.fillRect(options.rect, self._theme.colour("row_group"))
        super().drawRow(painter, options, index)

    def show_records(self, records: Sequence[PluginRecord]) -> None:
        """Show these plugins, keeping the one that was selected where it is still there."""
        before = self.current()
        self._model.removeRows(0, self._model.rowCount())
        for kind in Kind:
            members = [record for record in records if record.kind is kind]
            if members:
                self._model.appendRow(self._group(kind, members))
        self.expandAll()
        if before is None or not self.select(before.key):
            self.selected.emit(None)

    def current(self) -> PluginRecord | None:
        """Return the selected plugin."""
        record = self.currentIndex().siblingAtColumn(0).data(_RECORD_ROLE)
        return record if isinstance(record, PluginRecord) else None

    def select(self, key: Key) -> bool:
        """Select a plugin; return whether it is shown."""
        for index in self._indices():
            record = index.data(_RECORD_ROLE)
            if isinstance(record, PluginRecord) and record.key == key:
                rows = QItemSelectionModel.SelectionFlag.Rows
                self.selectionModel().setCurrentIndex(
                    index, QItemSelectionModel.SelectionFlag.ClearAndSelect | rows
                )
                self.scrollTo(index)
                return True
        return False

    def shown(self) -> list[PluginRecord]:
        """Return the plugins in the tree, top to bottom."""
        return [index.data(_RECORD_ROLE) for index in self._indices()]

    def _indices(self) -> Iterable[QModelIndex]:
        for group in range(self._model.rowCount()):
            parent = self._model.index(group, 0)
            for row in range(self._model.rowCount(parent)):
                yield self._model.index(row, 0, parent)

    def _group(self, kind: Kind, members: Sequence[PluginRecord]) -> list[QStandardItem]:
        title = QStandardItem(f"{GROUP_WORDS[kind]}  {len(members)}")
        title.setData(GROUP_WORDS[kind], _GROUP_ROLE)
        title.setFont(self._theme.font("section"))
        row = [title, *(QStandardItem("") for _ in _COLUMNS[1:])]
        for item in row:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setSizeHint(QSize(0, 26))
        for record in members:
            title.appendRow(self._row(record))
        return row

    def _row(self, record: PluginRecord) -> list[QStandardItem]:
        mark = MARKS[record.status]
        name = QStandardItem(plugin_label(record))
        name.setData(record, _RECORD_ROLE)
        state = QStandardItem(icon(self._theme, mark.icon, mark.tone), mark.word)
        state.setForeground(self._theme.colour(mark.tone))
        row = [name, QStandardItem(record.distribution), QStandardItem(record.version or "—"), state]
        usable = record.status is PluginStatus.AVAILABLE
        name.setForeground(self._theme.colour("text" if usable else "text_2"))
        for item in row[1:3]:
            item.setForeground(self._theme.colour("text_2"))
        for item in row:
            item.setToolTip(record.error)
        return row

    def _on_current(self, index: QModelIndex) -> None:
        del index
        self.selected.emit(self.current())


class _Painter(QStyledItemDelegate):
    """Text keeps the colour of its state while its row is selected; how many a group has stands back."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        brush = index.data(Qt.ItemDataRole.ForegroundRole)
        if brush is not None:
            option.palette.setBrush(QPalette.ColorRole.HighlightedText, brush)
        group = index.data(_GROUP_ROLE)
        if group is not None:
            option.text = group

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        group = index.data(_GROUP_ROLE)
        if group is None:
            return
        taken = QFontMetrics(self._theme.font("section")).horizontalAdvance(group)
        count = index.data(Qt.ItemDataRole.DisplayRole).removeprefix(group).strip()
        painter.save()
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.colour("text_3"))
        place = option.rect.adjusted(taken + _BEFORE_COUNT, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, count)
        painter.restore()
