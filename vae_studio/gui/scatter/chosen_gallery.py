"""The pictures of the selected examples; each is made when it is seen."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from vae_studio.data.dataset import Dataset
from vae_studio.data.parts import example_at
from vae_studio.gui.dataset.gallery_delegate import GAP, RADIUS, GalleryDelegate
from vae_studio.gui.dataset.gallery_model import DRAWN_ROLE
from vae_studio.gui.figures import count
from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme

COLUMNS = 6
ROW_HEIGHT = 22
KEPT_PICTURES = 1024
BATCH = 1000


class ChosenModel(QAbstractListModel):
    """One row for each selected example: its picture, or of a table its number, and its class."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._indices = np.zeros(0, np.int64)
        self._picture = lru_cache(KEPT_PICTURES)(self._make_picture)

    @property
    def indices(self) -> np.ndarray:
        """The examples, int64 ``[n]``."""
        return self._indices

    def show_examples(self, dataset: Dataset | None, indices: np.ndarray) -> None:
        """List other examples."""
        if dataset is self._dataset and np.array_equal(indices, self._indices):
            return
        self.beginResetModel()
        if dataset is not self._dataset:
            self._picture.cache_clear()
        self._dataset, self._indices = dataset, indices
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of selected examples."""
        return 0 if parent.isValid() else len(self._indices)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> QImage | str | None:
        """Return the picture of an example, or its words."""
        dataset = self._dataset
        if dataset is None or not index.isValid():
            return None
        number = int(self._indices[index.row()])
        is_image = dataset.kind == "image"
        if role in (Qt.ItemDataRole.DecorationRole, DRAWN_ROLE):
            return self._picture(number) if is_image else None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return words_of(dataset, number)
        if role == Qt.ItemDataRole.DisplayRole and not is_image:
            return words_of(dataset, number)
        return None

    def _make_picture(self, number: int) -> QImage:
        assert self._dataset is not None
        return to_image(example_at(self._dataset.examples, number))


class ChosenGallery(QListView):
    """Thumbnails in rows, or lines of words for a table.

    Signals
    -------
    pointed
        Row under the pointer, or −1.
    """

    pointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.examples = ChosenModel(self)
        self._pictures = ChosenDelegate(theme, self)
        self._lines = QStyledItemDelegate(self)
        self._is_images = True
        self.setProperty("variant", "gallery")
        self.setAccessibleName("Selected examples")
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(BATCH)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(self.examples)
        self._arrange()
        self.entered.connect(lambda index: self.pointed.emit(index.row()))

    @property
    def row(self) -> int:
        """The row that is marked, or −1."""
        return self.currentIndex().row() if self.selectionModel().hasSelection() else -1

    def show_examples(self, dataset: Dataset | None, indices: np.ndarray) -> None:
        """List examples of a dataset."""
        is_images = dataset is None or dataset.kind == "image"
        if is_images != self._is_images:
            self._is_images = is_images
            self._arrange()
        self.examples.show_examples(dataset, indices)

    def leaveEvent(self, event: object) -> None:
        """Point at nothing."""
        self.pointed.emit(-1)
        super().leaveEvent(event)  # type: ignore[arg-type]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark an example, or none beside them."""
        super().mousePressEvent(event)
        if not self.indexAt(event.position().toPoint()).isValid():
            self.clearSelection()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit six thumbnails into the width."""
        self._fit()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        self.setFlow(QListView.Flow.LeftToRight if self._is_images else QListView.Flow.TopToBottom)
        self.setWrapping(self._is_images)
        self.setItemDelegate(self._pictures if self._is_images else self._lines)
        self._fit()

    def _fit(self) -> None:
        side = max(16, (self.viewport().width() - 1) // COLUMNS)
        size = QSize(side, side) if self._is_images else QSize(self.viewport().width(), ROW_HEIGHT)
        self._pictures.set_cell(size)
        self.setGridSize(size)
        self.verticalScrollBar().setSingleStep(size.height())


class ChosenDelegate(GalleryDelegate):
    """Thumbnails; the marked one wears a frame."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._colours = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the picture, and a frame where it is marked."""
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._colours.colour("accent"), 2))
            frame = QRectF(option.rect).adjusted(1, 1, -GAP - 1, -GAP - 1)
            painter.drawRoundedRect(frame, RADIUS, RADIUS)
            painter.restore()


def words_of(dataset: Dataset, number: int) -> str:
    """Return what an example is called: its number, and its class where there is one."""
    words = f"Example {count(number)}"
    if dataset.labels is None:
        return words
    return f"{words} · {dataset.class_names[int(dataset.labels[number])]}"
