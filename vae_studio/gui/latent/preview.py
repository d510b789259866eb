"""The point under the pointer, decoded and large, with its coordinates."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.figures import NONE, decimal
from vae_studio.gui.latent.pointing import Pointed
from vae_studio.gui.latent.ticks import grid_places
from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import Label
from vae_studio.latent.grid import LatentGrid

PICTURE = 88


class Preview(QWidget):
    """Image, z on the two axes, place of the tile, and a button that copies z.

    Attributes
    ----------
    pixels
        What the picture shows, ``[H, W, C]``, floats in [0, 1]; None without a point.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._z: tuple[float, ...] = ()
        self._picture_z: tuple[float, ...] = ()
        self._tile: tuple[int, int] | None = None
        self.pixels: np.ndarray | None = None
        self.picture = Picture(theme)
        self._names = [Label(theme, role="secondary", tone="text_2") for _ in range(3)]
        self._values = [Label(theme, role="secondary") for _ in range(3)]
        self.copy = Button(theme, "Copy z", "ph.copy", small=True)
        self.copy.setToolTip("Copy the latent coordinates of the point, all dimensions (Ctrl+C in the grid)")
        self.copy.clicked.connect(self.copy_z)
        self.picture.setToolTip("Drag it into a file manager or into the tray")
        self._lay_out(theme)
        self.clear()

    @property
    def z(self) -> tuple[float, ...]:
        """Coordinates of what is pointed at in all dimensions; empty without it."""
        return self._z

    @property
    def picture_z(self) -> tuple[float, ...]:
        """Coordinates of what the picture shows: those of the tile until the point itself is decoded."""
        return self._picture_z

    def show_point(self, grid: LatentGrid, point: Pointed) -> None:
        """Show a point's coordinates, and its tile until the point itself is decoded.

        Tiles are counted from 1, from the lower left corner.
        """
        rows = grid.images.shape[0]
        self._z = tuple(float(value) for value in point.z)
        if (point.row, point.column) != self._tile:
            self._tile = (point.row, point.column)
            self.show_decoded(grid.z[point.row, point.column], grid.images[point.row, point.column])
        across, up = grid_places(grid)
        pairs = [(grid.plane.names[0], decimal(point.u, across))]
        if grid.plane.up is not None:
            pairs.append((grid.plane.names[1], decimal(point.v, up)))
        self._show_pairs([*pairs, ("tile", f"{point.column + 1}, {rows - point.row}")])
        self.copy.setEnabled(True)

    def show_decoded(self, z: np.ndarray, image: np.ndarray) -> None:
        """Show what a point ``[L]`` is decoded to, ``[H, W, C]``."""
        self._picture_z = tuple(float(value) for value in z)
        self.pixels = image
        self.picture.show_image(to_image(image))

    def forget_tile(self) -> None:
        """Let the tile be shown anew: it was decoded again."""
        self._tile = None

    def clear(self) -> None:
        """Show no point."""
        self._z, self._picture_z, self._tile = (), (), None
        self.pixels = None
        self.picture.show_image(None)
        self._show_pairs([("z1", NONE), ("z2", NONE), ("tile", NONE)])
        self.copy.setEnabled(False)

    def copy_z(self) -> None:
        """Put the coordinates on the clipboard, as a list that Python understands."""
        if self._z:
            text = ", ".join(f"{value:.6g}" for value in self._z)
            QGuiApplication.clipboard().setText(f"[{text}]")

    def _show_pairs(self, pairs: list[tuple[str, str]]) -> None:
        for place, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.setText(pairs[place][0] if place < len(pairs) else "")
            value.setText(pairs[place][1] if place < len(pairs) else "")

    def _lay_out(self, theme: Theme) -> None:
        pairs = QGridLayout()
        pairs.setVerticalSpacing(1)
        for place, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            pairs.addWidget(name, place, 0)
            pairs.addWidget(value, place, 1, Qt.AlignmentFlag.AlignRight)
        right = QVBoxLayout()
        right.setSpacing(3)
        right.addWidget(Label(theme, "Under pointer", role="section", tone="text_2"))
        right.addLayout(pairs)
        right.addWidget(self.copy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)


class Picture(QWidget):
    """One image in a square of 88 px, or an empty field.

    Signals
    -------
    dragged_out
        The image is being dragged away.
    """

    dragged_out = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
        self._pressed: QPoint | None = None
        self.setFixedSize(PICTURE, PICTURE)
        theme.changed.connect(self.update)

    @property
    def image(self) -> QImage | None:
        """What is shown."""
        return self._image

    def show_image(self, image: QImage | None) -> None:
        """Show an image, or none."""
        self._image = image
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps begin to drag the image away."""
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left and self._image is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the image away."""
        if self._pressed is None:
            return
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.dragged_out.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the image into the middle of the field."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("field"))
        if self._image is None:
            painter.setPen(self._theme.colour("line"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(0, 0, size.width(), size.height())
        target.moveCenter(self.rect().center())
        painter.drawImage(target, self._image)
