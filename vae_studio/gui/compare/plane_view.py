"""One latent plane, drawn as large as its place allows."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from vae_studio.gui.pixels import to_image
from vae_studio.gui.plane_theme import themed_colours
from vae_studio.gui.theme import Theme
from vae_studio.gui.views import Views
from vae_studio.latent.plane import LatentPlane
from vae_studio.latent.plane_picture import picture_size, plane_picture

LEAST_SIDE = 120
SETTLING_MS = 80


class PlaneView(QWidget):
    """Shows a picture of one plane, drawn on another thread and again when size or colours change."""

    def __init__(self, views: Views, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = views
        self._theme = theme
        self._plane: LatentPlane | None = None
        self._image: QImage | None = None
        self._drawn: object = None
        self.setMinimumSize(QSize(260, 300))
        self.setAccessibleName(name)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLING_MS)
        self._timer.timeout.connect(self._draw)
        theme.changed.connect(self._timer.start)

    @property
    def plane(self) -> LatentPlane | None:
        """What is shown."""
        return self._plane

    @property
    def image(self) -> QImage | None:
        """The picture of it; None until it is drawn."""
        return self._image

    def show_plane(self, plane: LatentPlane | None) -> None:
        """Show a plane, or nothing."""
        self._plane = plane
        if plane is None:
            self._image = None
            self.update()
        else:
            self.setAccessibleDescription(f"{plane.title}, {plane.subtitle}")
            self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew once the size has settled."""
        super().resizeEvent(event)
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, from the top and in the middle."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("canvas"))
        if self._image is not None:
            size = self._image.size() / self.devicePixelRatioF()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(
                QRect((self.width() - size.width()) // 2, 0, size.width(), size.height()), self._image
            )

    def _draw(self) -> None:
        plane = self._plane
        if plane is None:
            return
        side = fitting_side(plane, self.width(), self.height())
        colours = themed_colours(self._theme, len(plane.points.class_names))
        scale = self.devicePixelRatioF()
        self._drawn = token = object()
        self._views.render(lambda: plane_picture([plane], side, scale, colours), partial(self._show, token))

    def _show(self, token: object, pixels: np.ndarray) -> None:
        if token is self._drawn and self._plane is not None:
            self._image = to_image(pixels)
            self.update()


def fitting_side(plane: LatentPlane, width: int, height: int) -> int:
    """Return the largest side of the plots at which the picture of a plane fits into a place."""
    fitting, beyond = LEAST_SIDE, max(LEAST_SIDE, width, height) + 1
    while beyond - fitting > 1:
        side = (fitting + beyond) // 2
        needed_width, needed_height = picture_size([plane], side)
        if needed_width <= width and needed_height <= height:
            fitting = side
        else:
            beyond = side
    return fitting
