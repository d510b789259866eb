"""The tile under the pointer, large, with its coordinates."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.figures import NONE, decimal
from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import Label
from vae_studio.latent.grid import LatentGrid

PICTURE = 88


class Preview(QWidget):
    """Image, z on the two axes, place of the tile, and a button that copies z."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._z: tuple[float, ...] = ()
        self.picture = Picture(theme)
        self._names = [Label(theme, role="secondary", tone="text_2") for _ in range(3)]
        self._values = [Label(theme, role="secondary") for _ in range(3)]
        self.copy = Button(theme, "Copy z", "ph.copy", small=True)
        self.copy.clicked.connect(self.copy_z)
        self._lay_out(theme)
        self.clear()

    @property
    def z(self) -> tuple[float, ...]:
        """Coordinates of the tile in all dimensions; empty without one."""
        return self._z

    def show_tile(self, grid: LatentGrid, row: int, column: int) -> None:
        """Show one tile of a grid; tiles are counted from 1, from the lower left corner."""
        rows = grid.images.shape[0]
        request = grid.request
        self._z = tuple(float(value) for value in grid.z[row, column])
        self.picture.show_image(to_image(grid.images[row, column]))
        dimensions = [request.across] if request.up is None else [request.across, request.up]
        pairs = [(f"z{dimension + 1}", decimal(self._z[dimension], 2)) for dimension in dimensions]
        self._show_pairs([*pairs, ("tile", f"{column + 1}, {rows - row}")])
        self.copy.setEnabled(True)

    def clear(self) -> None:
        """Show no tile."""
        self._z = ()
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
    """One image in a square of 88 px, or an empty field."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image: QImage | None = None
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
