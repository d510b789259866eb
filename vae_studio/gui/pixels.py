"""Arrays of pixels as Qt's images."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage


def to_image(pixels: np.ndarray) -> QImage:
    """Return pixels as an image that owns its memory.

    Parameters
    ----------
    pixels
        uint8, or floats in [0, 1], ``[H, W, C]`` with C = 1 or 3.
    """
    if pixels.dtype != np.uint8:
        pixels = (np.clip(np.nan_to_num(pixels), 0.0, 1.0) * 255 + 0.5).astype(np.uint8)
    height, width, channels = pixels.shape
    kind = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
    contiguous = np.ascontiguousarray(pixels)
    return QImage(contiguous.data, width, height, channels * width, kind).copy()
