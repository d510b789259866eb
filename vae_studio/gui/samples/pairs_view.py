"""Pairs of images with a line under each, one of which is pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.tiles import Tiles

GAP = 12
BETWEEN = 2
LINE = 18
LARGEST = 112


@dataclass(frozen=True)
class Arrangement:
    """How pairs are laid out: how many beside each other, and the size of one image."""

    columns: int
    rows: int
    image: QSize


def arrange(count: int, room: QSize, shape: tuple[int, int]) -> Arrangement:
    """Return the arrangement in which the images are largest.

    Parameters
    ----------
    count
        Number of pairs.
    room
        Where they are to fit.
    shape
        Height and width of an image.
    """
    height, width = shape
    best = Arrangement(1, max(1, count), QSize(1, 1))
    largest = 0.0
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        across = (room.width() - columns * (BETWEEN + GAP) + GAP) / (2 * columns * width)
        down = (room.height() - rows * (LINE + GAP) + GAP) / (rows * height)
        scale = min(across, down, LARGEST / max(height, width))
        if scale > largest:
            largest = scale
            size = QSize(max(1, int(scale * width)), max(1, int(scale * height)))
            best = Arrangement(columns, rows, size)
    return best


class PairsView(Tiles):
    """As large as fits; the pairs are arranged so that the images are as large as possible."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._pairs: list[tuple[QImage, QImage]] = []
        self._lines: tuple[str, ...] = ()
        self._shape = (1, 1)
        self._arranged = Arrangement(1, 1, QSize(1, 1))
        self.setMinimumSize(QSize(200, 180))

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands under the pairs."""
        return self._lines

    def show_pairs(self, first: np.ndarray, second: np.ndarray, lines: Sequence[str]) -> None:
        """Show images ``[N, H, W, C]``, uint8 or floats from 0 to 1, beside others, a line under each pair."""
        pairs = zip(first, second, strict=True)
        self._pairs = [(to_image(one), to_image(other)) for one, other in pairs]
        self._lines = tuple(lines)
        self._shape = (first.shape[1], first.shape[2])
        self._rearrange()

    def tile_rect(self, number: int) -> QRectF:
        """Return where one pair is drawn, with its line."""
        row, column = divmod(number, self._arranged.columns)
        image = self._arranged.image
        width, height = 2 * image.width() + BETWEEN, image.height() + LINE
        whole_width = self._arranged.columns * (width + GAP) - GAP
        whole_height = self._arranged.rows * (height + GAP) - GAP
        left = max(0.0, (self.width() - whole_width) / 2)
        top = max(0.0, (self.height() - whole_height) / 2)
        return QRectF(left + column * (width + GAP), top + row * (height + GAP), width, height)

    def tile_at(self, point: QPointF) -> int:
        """Return the pair at a point of the widget, or −1."""
        if not self._pairs:
            return -1
        first = self.tile_rect(0)
        column = int((point.x() - first.left()) // (first.width() + GAP))
        row = int((point.y() - first.top()) // (first.height() + GAP))
        if not (0 <= column < self._arranged.columns and 0 <= row < self._arranged.rows):
            return -1
        number = row * self._arranged.columns + column
        return number if number < self.count and self.tile_rect(number).contains(point) else -1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the pairs anew."""
        super().resizeEvent(event)
        self._rearrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pairs, their lines, and a frame around the one that is pointed at."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(self._theme.font("tick"))
        image = self._arranged.image
        for number, (first, second) in enumerate(self._pairs):
            place = self.tile_rect(number)
            left = QRectF(place.left(), place.top(), image.width(), image.height())
            painter.drawImage(left, first)
            painter.drawImage(left.translated(image.width() + BETWEEN, 0), second)
            line = QRectF(place.left(), place.bottom() - LINE, place.width(), LINE)
            painter.setPen(self._theme.colour("text_2"))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._lines[number])
        self.paint_pointed(painter, QRectF(self.rect()))

    def _rearrange(self) -> None:
        if not self._pairs:
            return
        self._arranged = arrange(len(self._pairs), self.size(), self._shape)
        self.set_tiles(self._arranged.rows, self._arranged.columns, len(self._pairs))
