"""Tiles of images in a square, one of which is pointed at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.tiles import Tiles
from vae_studio.latent.pictures import mosaic


class MosaicView(Tiles):
    """As large as its place allows, with the proportions of its tiles."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._image: QImage | None = None
        self.setMinimumSize(QSize(200, 180))

    def show_tiles(self, tiles: np.ndarray) -> None:
        """Show images ``[rows, columns, H, W, C]``, 0 to 1."""
        self._image = to_image(mosaic(tiles))
        self.set_tiles(*tiles.shape[:2])

    def mosaic_rect(self) -> QRect:
        """Return where the mosaic is drawn."""
        if self._image is None:
            return QRect()
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place

    def tile_rect(self, number: int) -> QRectF:
        """Return where one tile is drawn."""
        rows, columns = self._tiles
        place = self.mosaic_rect()
        width, height = place.width() / columns, place.height() / rows
        row, column = divmod(number, columns)
        return QRectF(place.left() + column * width, place.top() + row * height, width, height)

    def tile_at(self, point: QPointF) -> int:
        """Return the tile at a point of the widget, or −1."""
        place = self.mosaic_rect()
        rows, columns = self._tiles
        if not place.contains(point.toPoint()) or not rows:
            return -1
        row = min(rows - 1, int((point.y() - place.top()) / place.height() * rows))
        column = min(columns - 1, int((point.x() - place.left()) / place.width() * columns))
        return row * columns + column

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mosaic, and a frame around the tile."""
        del event
        if self._image is None:
            return
        painter = QPainter(self)
        place = self.mosaic_rect()
        shrinks = place.width() < self._image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shrinks)
        painter.drawImage(place, self._image)
        self.paint_pointed(painter, QRectF(place))
