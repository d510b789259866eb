"""The thumbnails of a dataset, eight to a row."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from vae_studio.gui.dataset.gallery_delegate import GalleryDelegate
from vae_studio.gui.dataset.gallery_model import GalleryModel
from vae_studio.gui.theme import Theme

COLUMNS = 8
_FEWEST_ROWS = 2
_BATCH = 100_000


class Gallery(QListView):
    """Every example of a dataset; only those on screen are turned into pictures."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.examples = GalleryModel(self)
        self._delegate = GalleryDelegate(theme, self)
        self.setProperty("variant", "gallery")
        self.setAccessibleName("Examples")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        # Laying out 60,000 thumbnails takes two milliseconds; a million would be felt.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setItemDelegate(self._delegate)
        self.setModel(self.examples)

    def sizeHint(self) -> QSize:
        """Return room for four rows."""
        return QSize(COLUMNS * 33, 4 * 33)

    def minimumSizeHint(self) -> QSize:
        """Return room for two rows."""
        return QSize(COLUMNS * 20, _FEWEST_ROWS * 33)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit eight thumbnails into the width."""
        side = max(16, (self.viewport().width() - 1) // COLUMNS)
        if side != self.gridSize().width():
            self._delegate.set_cell(QSize(side, side))
            self.setGridSize(QSize(side, side))
            self.verticalScrollBar().setSingleStep(side)
        super().resizeEvent(event)
