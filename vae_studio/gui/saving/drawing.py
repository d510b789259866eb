"""Plots as pixels and as lines, drawn by Qt."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView

from vae_studio.gui.saving.pens import widened

SVG_RESOLUTION = 96


def drawn(view: QGraphicsView, scale: int, ground: QColor) -> QImage:
    """Return a plot as an image with `scale` pixels for each pixel on screen; pens and pins grow with it."""
    image = QImage(view.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    with widened(view.scene(), scale):
        view.render(painter, QRectF(view.rect()), view.rect())
    painter.end()
    image.setDevicePixelRatio(1)
    return image


def pixels_of(image: QImage) -> np.ndarray:
    """Return an image as uint8 ``[H, W, 3]``."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def lines(view: QGraphicsView, ground: QColor, title: str, metadata: Mapping[str, object]) -> bytes:
    """Return a plot as SVG, whose description holds the metadata as JSON."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(SVG_RESOLUTION)
    generator.setSize(view.size())
    generator.setViewBox(view.rect())
    generator.setTitle(title)
    generator.setDescription(json.dumps(dict(metadata), ensure_ascii=False))
    painter = QPainter(generator)
    painter.fillRect(view.rect(), ground)
    view.render(painter, QRectF(view.rect()), view.rect())
    painter.end()
    return bytes(content.data())
