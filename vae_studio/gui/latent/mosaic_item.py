"""The decoded tiles in the scene: one image, kept as the screen wants it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

FULL = (0.0, 255.0)
LEVELS = 256
Frame = tuple[float, float, float, float]


class MosaicItem(pg.GraphicsObject):
    """Draws uint8 pixels into a part of a view box.

    Scaling an image of 32 bits per pixel takes Qt a sixth of the time that one of 8 or 24 bits does, and the
    image is painted again with each movement of the view; so it is converted once, when it comes.

    Attributes
    ----------
    image
        The pixels, uint8 ``[H, W, C]``; None before there are any.
    """

    def __init__(self) -> None:
        super().__init__()
        self.image: np.ndarray | None = None
        self._levels = FULL
        self._drawn = QImage()

    @property
    def levels(self) -> np.ndarray:
        """The values that are drawn black and white, ``[2]``."""
        return np.array(self._levels)

    def show_pixels(self, pixels: np.ndarray, frame: Frame) -> None:
        """Draw pixels.

        Parameters
        ----------
        pixels
            uint8 ``[H, W, C]``, C = 1 or 3.
        frame
            Where: left, top, width, height in the view.
        """
        if self.image is None or self.image.shape != pixels.shape:
            self.prepareGeometryChange()
        self.image = pixels
        height, width = pixels.shape[:2]
        left, top, across, down = frame
        self.setTransform(QTransform(across / width, 0.0, 0.0, down / height, left, top))
        self._convert()

    def set_levels(self, low: float, high: float) -> None:
        """Draw the value `low` black, `high` white, and those between in proportion."""
        self._levels = (low, high)
        self._convert()

    def boundingRect(self) -> QRectF:
        """Return the pixels' rectangle, one unit each."""
        if self.image is None:
            return QRectF()
        height, width = self.image.shape[:2]
        return QRectF(0.0, 0.0, width, height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the image."""
        del option, widget
        if self.image is not None:
            painter.drawImage(self.boundingRect(), self._drawn)

    def _convert(self) -> None:
        if self.image is not None:
            self._drawn = screen_image(self.image, *self._levels)
            self.update()


def screen_image(pixels: np.ndarray, low: float = FULL[0], high: float = FULL[1]) -> QImage:
    """Return pixels, uint8 ``[H, W, C]``, as an image of 32 bits per pixel that owns its memory.

    Values up to `low` become black, those from `high` on white.
    """
    height, width, channels = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    if channels == 1:
        image = QImage(pixels.data, width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable([0xFF000000 | level * 0x10101 for level in _spread(low, high).tolist()])
    else:
        shown = pixels if (low, high) == FULL else _spread(low, high)[pixels]
        image = QImage(shown.data, width, height, channels * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _spread(low: float, high: float) -> np.ndarray:
    """Return what each value is drawn as, uint8 ``[256]``."""
    share = (np.arange(LEVELS) - low) / (high - low)
    return np.asarray(np.clip(share, 0.0, 1.0) * (LEVELS - 1) + 0.5, np.uint8)
