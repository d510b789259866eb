"""The points of the scatter as one item, painted as one picture of what is in view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from vae_studio.gui.scatter.raster import rasterised, work

Render: TypeAlias = Callable[[Callable[[], Any], Callable[[Any], None], Callable[[], None]], None]
"""Calls the first function on another thread, and on this one the second with what it returned, or the third
where it failed."""

AT_ONCE = 250_000
"""Up to so much :func:`~vae_studio.gui.scatter.raster.work` is done while painting, about 8 ms."""
MOST_CIRCLES = 20_000
"""Up to so many points of a vector drawing are circles; more would make files that nothing opens."""


@dataclass(frozen=True)
class _Frame:
    """What a picture shows: where on the device, and how the plane is laid on it."""

    place: QRect
    onto_device: tuple[float, float, float, float]
    version: int


class PointCloud(pg.GraphicsObject):
    """Round points of one size in pixels, in the coordinates of a view box.

    Few points are painted at once. A picture of many is made on another thread; until it has come the last
    one is shown where its points are now, so that panning and zooming stay fluid however many there are.

    Parameters
    ----------
    render
        Makes pictures elsewhere.
    """

    def __init__(self, render: Render) -> None:
        super().__init__()
        self._render = render
        self._places = np.zeros((0, 2))
        self._colours = np.zeros((0, 3), np.uint8)
        self._diameter = 4.0
        self._opacity = 0.5
        self._version = 0
        self._busy = False
        self._frame: _Frame | None = None
        self._failed: _Frame | None = None
        self._image = QImage()
        self._covered = QRectF()

    @property
    def colours(self) -> np.ndarray:
        """Colours of the points, uint8 ``[N, 3]``."""
        return self._colours

    @property
    def settled(self) -> bool:
        """Whether no picture is on its way."""
        return not self._busy

    def show_points(self, places: np.ndarray, colours: np.ndarray) -> None:
        """Draw points ``[N, 2]`` in colours uint8 ``[N, 3]``."""
        self._places, self._colours = places, colours
        self._changed()

    def set_diameter(self, pixels: float) -> None:
        """Draw points so many pixels wide."""
        self._diameter = pixels
        self._changed()

    def set_point_opacity(self, opacity: float) -> None:
        """Let what is behind a point shine through."""
        self._opacity = opacity
        self._changed()

    def boundingRect(self) -> QRectF:
        """Return what is in view."""
        seen: QRectF | None = self.viewRect()
        return QRectF() if seen is None else seen

    def viewTransformChanged(self) -> None:
        """Be painted anew when the view moves."""
        super().viewTransformChanged()
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the points that are in view."""
        del option
        if not len(self._places):
            return
        engine = painter.paintEngine()
        if engine is not None and engine.type() == QPaintEngine.Type.SVG and len(self._places) <= MOST_CIRCLES:
            self._paint_circles(painter)
            return
        ratio = painter.device().devicePixelRatioF()
        # Outside a window a plot is drawn enlarged, and its points with it.
        enlarged = 1.0 if widget is not None else _enlargement(painter, self)
        onto_device = painter.worldTransform() * QTransform.fromScale(ratio, ratio)
        frame = self._wanted(onto_device)
        diameter = self._diameter * ratio * enlarged
        if widget is None:
            image = _made(self._places, self._colours, frame, diameter, self._opacity)
            _draw(painter, image, QRectF(frame.place), ratio)
            return
        if frame != self._frame:
            self._renew(frame, onto_device, diameter)
        if frame == self._frame:
            _draw(painter, self._image, QRectF(frame.place), ratio)
        else:
            _draw(painter, self._image, onto_device.mapRect(self._covered), ratio)

    def _changed(self) -> None:
        self._version += 1
        self.update()

    def _wanted(self, onto_device: QTransform) -> _Frame:
        place = onto_device.mapRect(self.boundingRect()).toAlignedRect()
        laid = (onto_device.m11(), onto_device.m22(), onto_device.dx(), onto_device.dy())
        return _Frame(place, laid, self._version)

    def _renew(self, frame: _Frame, onto_device: QTransform, diameter: float) -> None:
        if self._busy or frame == self._failed:
            return  # the picture that comes brings about the next painting, which asks again
        covered = onto_device.inverted()[0].mapRect(QRectF(frame.place))
        places, colours, opacity = self._places, self._colours, self._opacity
        if work(len(places), diameter) <= AT_ONCE:
            self._take(frame, covered, _made(places, colours, frame, diameter, opacity))
            return
        self._busy = True
        self._render(
            lambda: _made(places, colours, frame, diameter, opacity),
            lambda image: self._arrive(frame, covered, image),
            lambda: self._on_failed(frame),
        )

    def _arrive(self, frame: _Frame, covered: QRectF, image: QImage) -> None:
        self._busy = False
        self._take(frame, covered, image)
        self.update()

    def _on_failed(self, frame: _Frame) -> None:
        """Try no more for this picture, which each painting would ask for again, but for any other."""
        self._busy, self._failed = False, frame
        self.update()

    def _take(self, frame: _Frame, covered: QRectF, image: QImage) -> None:
        self._frame, self._covered, self._image = frame, covered, image

    def _paint_circles(self, painter: QPainter) -> None:
        onto_device = painter.worldTransform()
        seen = self.boundingRect()
        radius = self._diameter / 2 * _enlargement(painter, self)
        painter.save()
        painter.resetTransform()
        painter.setPen(Qt.PenStyle.NoPen)
        colour = None
        for (x, y), (red, green, blue) in zip(self._places.tolist(), self._colours.tolist(), strict=True):
            if not seen.contains(x, y):
                continue
            if (red, green, blue) != colour:
                colour = red, green, blue
                painter.setBrush(QColor(red, green, blue, round(255 * self._opacity)))
            painter.drawEllipse(onto_device.map(QPointF(x, y)), radius, radius)
        painter.restore()


def _enlargement(painter: QPainter, item: pg.GraphicsObject) -> float:
    """Return how many units of the device one pixel of the item's own window is."""
    return abs(float(painter.worldTransform().m11()) / float(item.sceneTransform().m11()))


def _made(places: np.ndarray, colours: np.ndarray, frame: _Frame, diameter: float, opacity: float) -> QImage:
    across, up, left, top = frame.onto_device
    pixels = places * (across, up) + (left - frame.place.left(), top - frame.place.top())
    size: QSize = frame.place.size()
    picture = rasterised(pixels, colours, diameter, (size.width(), size.height()), opacity)
    kind = QImage.Format.Format_RGBA8888_Premultiplied
    image = QImage(picture.data, size.width(), size.height(), 4 * size.width(), kind)
    # Copied, and into what Qt paints without converting it each time.
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _draw(painter: QPainter, image: QImage, place: QRectF, ratio: float) -> None:
    """Draw an image over a place that is given in pixels of the device."""
    if image.isNull():
        return
    painter.save()
    painter.resetTransform()
    target = QRectF(place.x() / ratio, place.y() / ratio, place.width() / ratio, place.height() / ratio)
    painter.drawImage(target, image, QRectF(image.rect()))
    painter.restore()
