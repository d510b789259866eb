"""Sliders for the latent dimensions that are on no axis of the grid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSlider, QVBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.fields import ComboBox
from vae_studio.gui.widgets.labels import Label

REACH = 3.0
"""Largest z of a slider, on both sides of 0."""
STEPS = 60
BLOCK = 16
"""Dimensions shown at a time; a picker leafs through more."""


class HeldDimensions(QWidget):
    """One slider for each dimension that is held.

    Signals
    -------
    changed
        All held values, as a tuple of L numbers, and whether a slider is being dragged.
    """

    changed = Signal(object, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: list[float] = []
        self._free: tuple[int, ...] = ()
        self._sliders: dict[int, QSlider] = {}
        self._labels: dict[int, Label] = {}
        self._block = ComboBox()
        self._block.currentIndexChanged.connect(self._build_rows)
        self.reset = Button(theme, "Prior mean", "ph.arrow-counter-clockwise", variant="quiet", small=True)
        self.reset.clicked.connect(self._reset)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(theme, "Other dimensions", role="section", tone="text_2"))
        column.addWidget(self._block)
        column.addWidget(self._rows)
        column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def sliders(self) -> dict[int, QSlider]:
        """The sliders that are shown, by dimension."""
        return self._sliders

    @property
    def dragging(self) -> bool:
        """Whether a slider is being dragged."""
        return any(slider.isSliderDown() for slider in self._sliders.values())

    def show_dimensions(self, values: Sequence[float], on_axes: set[int]) -> None:
        """Offer every dimension but those on the axes; `values` are the coordinates now, one for each."""
        free = tuple(dimension for dimension in range(len(values)) if dimension not in on_axes)
        self._values = list(values)
        if free != self._free:
            self._free = free
            self._fill_block()
            self._build_rows()
        elif not self.dragging:
            self._show_values()
        self.setVisible(bool(free))

    def _fill_block(self) -> None:
        self._block.blockSignals(True)
        self._block.clear()
        for start in range(0, len(self._free), BLOCK):
            part = self._free[start : start + BLOCK]
            self._block.addItem(f"z{part[0] + 1} to z{part[-1] + 1}", start)
        self._block.blockSignals(False)
        self._block.setVisible(len(self._free) > BLOCK)

    def _build_rows(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._sliders.clear()
        self._labels.clear()
        start = self._block.currentData() or 0
        for row, dimension in enumerate(self._free[start : start + BLOCK]):
            self._add_row(row, dimension)
        self._show_values()

    def _add_row(self, row: int, dimension: int) -> None:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(-STEPS, STEPS)
        slider.setAccessibleName(f"z{dimension + 1}")
        slider.valueChanged.connect(lambda step: self._on_moved(dimension, step))
        slider.sliderReleased.connect(lambda: self.changed.emit(tuple(self._values), False))
        label = Label(self._theme, "", role="secondary")
        label.setFixedWidth(34)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(Label(self._theme, f"z{dimension + 1}", tone="text_2"), row, 0)
        self._grid.addWidget(slider, row, 1)
        self._grid.addWidget(label, row, 2)
        self._sliders[dimension] = slider
        self._labels[dimension] = label

    def _show_values(self) -> None:
        for dimension, slider in self._sliders.items():
            slider.blockSignals(True)
            slider.setValue(round(self._values[dimension] / REACH * STEPS))
            slider.blockSignals(False)
            self._labels[dimension].setText(decimal(self._values[dimension], 2))

    def _on_moved(self, dimension: int, step: int) -> None:
        self._values[dimension] = step / STEPS * REACH
        self._labels[dimension].setText(decimal(self._values[dimension], 2))
        self.changed.emit(tuple(self._values), self._sliders[dimension].isSliderDown())

    def _reset(self) -> None:
        self.changed.emit((), False)
