"""How one example of the gallery is painted."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QBrush, QImage, QPaintDevice, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from vae_studio.gui.dataset.gallery_model import DRAWN_ROLE
from vae_studio.gui.theme import Theme

GAP = 3
RADIUS = 3
_KEPT = 1024
"""Thumbnails as painted, kept for the next time."""


class GalleryDelegate(QStyledItemDelegate):
    """A thumbnail with rounded corners, as wide as the cell allows."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cell = QSize(33, 33)
        self._thumbnails: dict[Hashable, QPixmap] = {}

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
        """Paint the picture, kept in proportion; under the pointer, as it may be drawn for an epoch."""
        under_pointer = bool(option.state & QStyle.StateFlag.State_MouseOver)
        picture = index.data(DRAWN_ROLE if under_pointer else Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QImage):
            painter.drawPixmap(option.rect.topLeft(), self._thumbnail(picture, under_pointer, painter.device()))

    def _thumbnail(self, picture: QImage, under_pointer: bool, device: QPaintDevice) -> QPixmap:
        """Return a picture as it is painted, from the last time if there was one."""
        scale = device.devicePixelRatioF()
        look = (picture.cacheKey(), under_pointer, self._cell.width(), scale, self._theme.is_dark)
        known = self._thumbnails.get(look)
        if known is None:
            if len(self._thumbnails) >= _KEPT:
                self._thumbnails.clear()
            known = self._thumbnails[look] = self._drawn(picture, under_pointer=under_pointer, scale=scale)
        return known

    def _drawn(self, picture: QImage, *, under_pointer: bool, scale: float) -> QPixmap:
        made = QPixmap(self._cell * scale)
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        frame = QRectF(QPointF(), QSizeF(self._cell)).adjusted(0, 0, -GAP, -GAP)
        size = picture.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(frame.center().toPoint())
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(self._outline(under_pointer=under_pointer))
        painter.setBrush(_filling(picture, place))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
        return made

    def _outline(self, *, under_pointer: bool) -> QPen:
        """Return a pen that sets dark pictures off from a dark panel; on a light one they need none."""
        if under_pointer:
            return QPen(self._theme.colour("accent"), 1)
        return QPen(self._theme.colour("line"), 1) if self._theme.is_dark else QPen(Qt.PenStyle.NoPen)


def _filling(picture: QImage, place: QRect) -> QBrush:
    """Return a brush that fills a place with a picture: unlike a clip, its edges are smooth."""
    brush = QBrush(picture)
    fit = QTransform.fromTranslate(place.x(), place.y())
    brush.setTransform(fit.scale(place.width() / picture.width(), place.height() / picture.height()))
    return brush
