"""The pictures of a path in one row, its two ends framed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.tiles import Tiles
from vae_studio.latent.interpolation import Interpolation

HEIGHT = 66
SIDE = 60
LEAST_GAP = 2
LARGEST_GAP = 13
RADIUS = 3


class StripView(Tiles):
    """As many pictures as the path has steps, spread over the width; they shrink where there are many."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Interpolation", parent)
        self._images: list[QImage] = []
        self._shape = (1, 1)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_path(self, found: Interpolation | None) -> None:
        """Show the pictures of a path, or none."""
        self._images = [] if found is None else [to_image(image) for image in found.images]
        self._shape = (1, 1) if found is None else (found.images.shape[1], found.images.shape[2])
        self.set_tiles(1 if self._images else 0, len(self._images))

    def tile_size(self) -> QSize:
        """Return the size of one picture, with the proportions of the data."""
        if not self._images:
            return QSize(SIDE, SIDE)
        height, width = self._shape
        room = (self.width() - 2) / len(self._images) - LEAST_GAP
        scale = min(room / width, SIDE / height)
        return QSize(max(1, int(width * scale)), max(1, int(height * scale)))

    def tile_rect(self, number: int) -> QRectF:
        """Return where one picture is drawn."""
        size, steps = self.tile_size(), max(1, len(self._images))
        free = self.width() - 2 - steps * size.width()
        gap = max(0.0, min(LARGEST_GAP, free / max(1, steps - 1)))
        top = (self.height() - size.height()) / 2
        return QRectF(1 + number * (size.width() + gap), top, size.width(), size.height())

    def tile_at(self, point: QPointF) -> int:
        """Return the tile at a point of the widget, or −1."""
        return next((number for number in range(self.count) if self.tile_rect(number).contains(point)), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pictures, the two ends in the frame of selected cards."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, image in enumerate(self._images):
            place = self.tile_rect(number)
            rounded = QPainterPath()
            rounded.addRoundedRect(place, RADIUS, RADIUS)
            painter.setClipPath(rounded)
            painter.drawImage(place, image)
            painter.setClipping(False)
            if number in {0, len(self._images) - 1, self.tile}:
                painter.setPen(QPen(self._theme.colour("accent"), 2))
                painter.drawRoundedRect(place, RADIUS, RADIUS)
        if self.hasFocus():
            self.paint_pointed(painter, QRectF(self.rect()))
