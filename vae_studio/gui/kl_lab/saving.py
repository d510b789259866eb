"""Writing the plane as a picture or as lines, and the course of a fit as numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView

from vae_studio.api import OutputError
from vae_studio.kl_lab import KLFit
from vae_studio.kl_lab.files import ENDINGS, save_course
from vae_studio.runs.files import atomic_write

PICTURES = (".png", ".svg")
SVG_RESOLUTION = 96


def writer(path: Path, view: QGraphicsView, fit: KLFit, scale: int, ground: QColor) -> Callable[[], Path]:
    """Return what writes a file by the ending of its name, on any thread, and returns its path.

    What must be drawn is drawn now, on the GUI thread.

    Parameters
    ----------
    path
        Where, ending in .png, .svg, .csv or .npz.
    view
        What is drawn.
    fit
        What is written as numbers.
    scale
        Pixels of a picture for each pixel on screen.
    ground
        Colour behind what is drawn.
    """
    ending = path.suffix.lower()
    if ending == ".png":
        image = _drawn(view, scale, ground)
        return lambda: _write(path, _encoded(image))
    if ending == ".svg":
        lines = _lines(view, ground)
        return lambda: _write(path, lines)
    if ending in ENDINGS:
        return lambda: _write_course(path, fit)
    return lambda: _refuse(path)


def _write(path: Path, content: bytes) -> Path:
    with atomic_write(path) as file:
        file.write(content)
    return path


def _write_course(path: Path, fit: KLFit) -> Path:
    save_course(path, fit)
    return path


def _refuse(path: Path) -> Path:
    words = ", ".join((*PICTURES, *ENDINGS))
    raise OutputError(f"{path.name} ends in none of {words}.", "Give the name one of these endings.")


def _drawn(view: QGraphicsView, scale: int, ground: QColor) -> QImage:
    image = QImage(view.size() * scale, QImage.Format.Format_RGB32)
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.render(painter, QRectF(image.rect()), view.rect())
    painter.end()
    return image


def _encoded(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def _lines(view: QGraphicsView, ground: QColor) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(SVG_RESOLUTION)
    generator.setSize(view.size())
    generator.setViewBox(view.rect())
    generator.setTitle("KL lab")
    painter = QPainter(generator)
    painter.fillRect(view.rect(), ground)
    view.render(painter, QRectF(view.rect()), view.rect())
    painter.end()
    return bytes(content.data())
