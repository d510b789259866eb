"""How one example of the gallery is painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vae_studio.gui.theme import Theme

GAP = 3
RADIUS = 3


class GalleryDelegate(QStyledItemDelegate):
    """A thumbnail with rounded corners, as wide as the cell allows."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cell = QSize(33, 33)

    def set_cell(self, cell: QSize) -> None:
        """Set the size of every cell, gap included."""
        self._cell = cell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of a cell, the same for all."""
        del option, index
        return self._cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the picture, kept in proportion."""
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if not isinstance(picture, QImage):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        frame = QRectF(rect).adjusted(0, 0, -GAP, -GAP)
        size = picture.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QRect(0, 0, size.width(), size.height()))
        place.moveCenter(frame.center().toPoint())
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(place), RADIUS, RADIUS)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(outline)
        painter.drawImage(place, picture)
        painter.setClipping(False)
        under_pointer = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(self._theme.colour("accent" if under_pointer else "line"), 1))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.restore()
