"""The columns of a table, one to a line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from vae_studio.gui.dataset.columns_model import DEVIATION, FIGURES_ROLE, MEAN, NAME, SPREAD, ColumnsModel
from vae_studio.gui.theme import Theme

LINE = 24
_WIDTHS = {MEAN: 58, DEVIATION: 58, SPREAD: 60}
_SIDE, _TOP = 6, 4
_FEWEST, _MOST = 3, 8


class ColumnsView(QTableView):
    """Name, mean, standard deviation and histogram of each column."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = ColumnsModel(self)
        self._histograms = _HistogramDelegate(theme, self)
        self.setModel(self.columns)
        self.setItemDelegateForColumn(SPREAD, self._histograms)
        self.setProperty("variant", "columns")
        self.setAccessibleName("Columns")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._set_sections()

    def sizeHint(self) -> QSize:
        """Return room for eight columns."""
        return QSize(264, LINE * (_MOST + 1))

    def minimumSizeHint(self) -> QSize:
        """Return room for three columns."""
        return QSize(200, LINE * (_FEWEST + 1))

    def _set_sections(self) -> None:
        lines = self.verticalHeader()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setMinimumSectionSize(LINE)
        lines.setDefaultSectionSize(LINE)
        lines.hide()
        headings = self.horizontalHeader()
        headings.setHighlightSections(False)
        headings.setSectionsClickable(False)
        headings.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        headings.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)


class _HistogramDelegate(QStyledItemDelegate):
    """Paints a histogram without axes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(parent.update)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        figures = index.data(FIGURES_ROLE)
        if figures is None:
            return
        heights = figures.heights
        place = QRectF(option.rect).adjusted(_SIDE, _TOP, 0, -_TOP)
        width = place.width() / len(heights)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(place.left(), place.bottom(), place.width(), 1), self._theme.colour("line"))
        for number, height in enumerate(heights):
            if height:
                top = max(1.0, place.height() * float(height))
                bar = QRectF(place.left() + number * width, place.bottom() - top, width, top)
                painter.fillRect(bar, self._theme.colour("series_train"))
        painter.restore()
