"""Tiles of images in a square, one of which is pointed at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme
from vae_studio.latent.pictures import mosaic

ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class MosaicView(QWidget):
    """As large as its place allows, with the proportions of its tiles.

    Signals
    -------
    pointed
        The tile that is pointed at, counted row by row, or −1.
    chosen
        Return was pressed on a tile, or it was double-clicked.
    """

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._tiles = (0, 0)
        self._tile = -1
        self.setMinimumSize(QSize(200, 180))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    @property
    def tile(self) -> int:
        """The tile that is pointed at, or −1."""
        return self._tile

    def show_tiles(self, tiles: np.ndarray) -> None:
        """Show images ``[rows, columns, H, W, C]``, 0 to 1."""
        rows, columns = tiles.shape[:2]
        self._image = to_image(mosaic(tiles))
        if (rows, columns) != self._tiles:
            self._tiles = (rows, columns)
            self._set_tile(-1)
        self.update()
        self.pointed.emit(self._tile)

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
        if self._tile >= 0:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRect(self.tile_rect(self._tile).adjusted(1, 1, -1, -1))
        elif self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRect(place.adjusted(1, 1, -2, -2))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the tile under the mouse."""
        place = self.mosaic_rect()
        at = event.position()
        rows, columns = self._tiles
        inside = place.contains(at.toPoint()) and rows > 0
        if inside:
            row = min(rows - 1, int((at.y() - place.top()) / place.height() * rows))
            column = min(columns - 1, int((at.x() - place.left()) / place.width() * columns))
        self._set_tile(row * columns + column if inside else -1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the tile."""
        del event
        if self._tile >= 0:
            self.chosen.emit(self._tile)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._set_tile(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the tile with the arrows, choose it with Return."""
        key = Qt.Key(event.key())
        if key in ARROWS and self._image is not None:
            self._move(*ARROWS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._tile >= 0 and not event.modifiers():
            self.chosen.emit(self._tile)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the arrows work here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do not."""
        super().focusOutEvent(event)
        self.update()

    def _move(self, down: int, right: int) -> None:
        rows, columns = self._tiles
        if self._tile < 0:
            self._set_tile(0)
            return
        row, column = divmod(self._tile, columns)
        row, column = min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)
        self._set_tile(row * columns + column)

    def _set_tile(self, tile: int) -> None:
        if tile != self._tile:
            self._tile = tile
            self.update()
            self.pointed.emit(tile)
