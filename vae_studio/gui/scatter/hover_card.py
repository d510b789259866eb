"""What the point under the pointer is: its picture or its row, its class, its place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vae_studio.data.dataset import Dataset
from vae_studio.data.parts import example_at
from vae_studio.gui.figures import count, decimal, short_number
from vae_studio.gui.pixels import to_image
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label
from vae_studio.latent.points import LatentPoints

PICTURE = 64
COLUMNS = 5
"""Columns of a row that are shown."""
AWAY = 14
"""Distance from the point, px."""


class HoverCard(QFrame):
    """A small card beside a point; it takes no mouse events."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("variant", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.picture = QLabel()
        self.picture.setFixedSize(PICTURE, PICTURE)
        self.title = Label(theme, "", role="section")
        self.lines = Label(theme, "", role="secondary", tone="text_2")
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.lines)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self.picture)
        row.addLayout(column)
        self.hide()

    def show_point(
        self, points: LatentPoints, dataset: Dataset, number: int, at: QPoint, figure: str = ""
    ) -> None:
        """Show one of the points, beside its place in the parent; `figure` is what was measured of it."""
        index = int(points.indices[number])
        example = example_at(dataset.examples, index)
        is_image = example.ndim == 3
        self.picture.setVisible(is_image)
        if is_image:
            picture = QPixmap.fromImage(to_image(example))
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
            self.picture.setPixmap(picture.scaled(PICTURE, PICTURE, keep, smooth))
        self.title.setText(title(points, number))
        z = ", ".join(decimal(float(value), 2) for value in points.loc[number][:4])
        more = ", …" if points.latent_size > 4 else ""
        self.lines.setText(
            "\n".join(
                [
                    f"z  {z}{more}",
                    *([figure] if figure else []),
                    f"{points.split} {count(index)}",
                    *_cells(dataset, example),
                ]
            )
        )
        self.show()  # words have their size only once they wear the theme
        self.adjustSize()
        self._place(at)
        self.raise_()

    def _place(self, at: QPoint) -> None:
        parent = self.parentWidget()
        assert parent is not None, "a hover card stands in its plot"
        room = parent.rect()
        x = at.x() + AWAY if at.x() + AWAY + self.width() <= room.right() else at.x() - AWAY - self.width()
        y = min(max(at.y() - self.height() // 2, room.top() + 4), room.bottom() - self.height() - 4)
        self.move(max(room.left() + 4, x), y)


def title(points: LatentPoints, number: int) -> str:
    """Return the class of a point, or what else it is called."""
    if points.labels is None:
        return f"Example {count(int(points.indices[number]))}"
    return points.class_names[int(points.labels[number])]


def _cells(dataset: Dataset, example: np.ndarray) -> list[str]:
    """Return the first cells of a table's row, as its file has them."""
    layout = dataset.layout
    if layout is None:
        return []
    cells = layout.cells(example[np.newaxis])
    lines = [
        f"{field.name}  {short_number(cell[0])}"
        for field, cell in zip(layout.fields[:COLUMNS], cells[:COLUMNS], strict=True)
    ]
    rest = len(cells) - COLUMNS
    return [*lines, f"and {rest} more columns"] if rest > 0 else lines
