"""The column of options beside the latent grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QSlider, QVBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.latent.axes_form import AxesForm
from vae_studio.gui.latent.class_key import ClassKey
from vae_studio.gui.latent.held import HeldDimensions
from vae_studio.gui.latent.plane_form import PlaneForm
from vae_studio.gui.latent.preview import Preview
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.separator import Separator
from vae_studio.latent.density import MASSES
from vae_studio.latent.grid import GridRequest, LatentGrid

WIDTH = 212
SCROLL_BAR = 12
CHECK = 22
"""Where the words of a checkbox begin, px."""
POINTS_TIP = "Posterior means of examples that the model was not trained on, in the colours of their classes"
DENSITY_TIP = (
    "The aggregate posterior, the mean of q(z|x) over such examples: lines around 50, 90 and 99 % of it, and a "
    "veil over the holes, where the model has learnt nothing"
)
CONTRAST_STEPS = 50
"""Steps of the contrast slider from 0 to 1; it reaches to 2."""


class OptionColumn(QWidget):
    """What the grid shows and how: every change asks for another grid, or draws the same one anew.

    Signals
    -------
    requested
        Fields of a :class:`GridRequest` with their new values, and whether more will follow at once.
    contrast_changed
        Factor by which grey values are spread about the middle.
    """

    requested = Signal(object, bool)
    contrast_changed = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def making(self) -> Iterator[None]:
        """Make it, piece by piece."""
        theme = self._theme
        self.preview = Preview(theme)
        self.plane = PlaneForm(theme)
        yield
        self.axes = AxesForm(theme)
        self.held = HeldDimensions(theme)
        yield
        self.contrast = QSlider(Qt.Orientation.Horizontal)
        self.contrast.setRange(5, 2 * CONTRAST_STEPS)
        self.contrast.setAccessibleName("Contrast")
        self.contrast.setToolTip("How far grey values are spread about the middle; 1 shows them as they are")
        self._contrast_value = Label(theme, "")
        self.tray_images = QCheckBox("Tray images")
        self.tray_images.setChecked(True)
        self.tray_images.setToolTip("A pin for each image of the tray, where its posterior mean lies")
        self.examples = QCheckBox("Encoded examples")
        self.examples.setToolTip(POINTS_TIP)
        self.density = QCheckBox("Density")
        self.density.setToolTip(DENSITY_TIP)
        self.key = ClassKey(theme, WIDTH)
        masses = ", ".join(f"{mass:.0%}".removesuffix("%") for mass in MASSES)
        self.density_key = Label(
            theme, f"lines: {masses} % of the examples\nveil: holes", role="secondary", tone="text_2"
        )
        self.density_key.setContentsMargins(CHECK, 0, 0, 0)
        self.density_key.hide()
        self.tile_borders = QCheckBox("Tile borders")
        self.tile_borders.setToolTip("Lines between the tiles")
        self.save = Button(theme, "Save grid…", "ph.floppy-disk")
        self.copy = IconButton(theme, "ph.copy", "Copy the grid as a picture", framed=True)
        yield
        yield from self._lay_out()
        self.axes.changed.connect(self._on_axes)
        self.density.toggled.connect(self.density_key.setVisible)
        self.held.changed.connect(self._on_held)
        self.contrast.valueChanged.connect(self._on_contrast)
        self.contrast.setValue(CONTRAST_STEPS)

    def show_request(self, request: GridRequest, latent_size: int) -> None:
        """Show what is asked for, in a latent space of so many dimensions."""
        if not self.held.dragging:
            self.axes.show_request(request, latent_size)
            self.axes.show_dimensions(self.plane.value() == "dimensions")
            self.held.show_source(request.held)
            self.plane.allow(latent_size)

    def show_grid(self, grid: LatentGrid) -> None:
        """Show what can only be known from a grid: its range, its held values, what its prior allows."""
        self.axes.show_grid(grid)
        request = grid.request
        if request.plane is not None:
            self.held.hide()
            return
        on_axes = {request.across} | ({request.up} if request.up is not None else set())
        self.held.show_dimensions([float(value) for value in grid.z[0, 0]], on_axes)

    def _on_axes(self, values: dict[str, Any]) -> None:
        if {"across", "up"} & values.keys():
            values = {**values, "window": None}
        self.requested.emit(values, False)

    def _on_held(self, values: tuple[float, ...], dragging: bool) -> None:
        self.requested.emit({"held": values}, dragging)

    def _on_contrast(self, step: int) -> None:
        factor = step / CONTRAST_STEPS
        self._contrast_value.setText(decimal(factor, 1))
        self.contrast_changed.emit(factor)

    def _lay_out(self) -> Iterator[None]:
        scroll = QScrollArea(self)
        inner = QWidget(scroll.viewport())
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 16, 0, 10)
        column.setSpacing(10)
        axes = QVBoxLayout()
        axes.setSpacing(5)
        axes.addWidget(self.plane)
        axes.addWidget(self.axes)
        column.addWidget(self.preview)
        column.addWidget(Separator())
        column.addLayout(axes)
        for part in (self._contrast_row(), self.held, Separator()):
            column.addWidget(part)
        yield
        column.addWidget(Label(self._theme, "Overlay", role="section", tone="text_2"))
        for part in (
            self.tray_images,
            self.examples,
            self.key,
            self.density,
            self.density_key,
            self.tile_borders,
        ):
            column.addWidget(part)
        column.addStretch(1)
        inner.setFixedWidth(WIDTH)
        yield
        self.held.hide()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        yield
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 12)
        whole.setSpacing(10)
        whole.addWidget(scroll, 1)
        rule, line = _row()
        line.setContentsMargins(0, 0, SCROLL_BAR, 0)
        line.addWidget(Separator())
        whole.addWidget(rule)
        whole.addWidget(self._save_row())
        self.setFixedWidth(WIDTH + SCROLL_BAR)

    def _contrast_row(self) -> QWidget:
        row, line = _row()
        label = Label(self._theme, "Contrast", tone="text_2")
        label.setFixedWidth(54)
        self._contrast_value.setFixedWidth(24)
        self._contrast_value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for part in (label, self.contrast, self._contrast_value):
            line.addWidget(part)
        return row

    def _save_row(self) -> QWidget:
        row, line = _row()
        line.setContentsMargins(0, 0, SCROLL_BAR, 0)
        line.addWidget(self.save, 1)
        line.addWidget(self.copy)
        return row


def _row() -> tuple[QWidget, QHBoxLayout]:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    return row, line
