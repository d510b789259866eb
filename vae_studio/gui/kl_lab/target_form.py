"""p: its family, three raw numbers, and what becomes of them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.kl_lab.matrix_view import MatrixView
from vae_studio.gui.kl_lab.rows import ROW_HEIGHT, SIDE, PlacesSpinBox, add_row, form, heading, padded
from vae_studio.gui.kl_lab.stages_view import StagesView
from vae_studio.gui.kl_lab.words import FAMILIES, PLACES, correlation
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import IconButton
from vae_studio.gui.widgets.fields import ComboBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.kl_lab import Target
from vae_studio.kl_lab.target import EXAMPLE

REACH = 3.0
"""Largest raw number, on both sides of 0."""
PER_UNIT = 100
"""Steps of a slider for each unit."""
RAW_PLACES = 2
OFF_DIAGONAL = 1
"""Place of t2, which alone decides the correlation."""
MATRIX_LABEL = 46


class TargetForm(QWidget):
    """Sliders and fields of the raw vector, and L, the covariance and the correlation that follow from it.

    Signals
    -------
    changed
        The raw vector, a tuple of three numbers.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept = EXAMPLE[OFF_DIAGONAL]
        self.family = ComboBox()
        for family in ("full", "diagonal"):
            self.family.addItem(FAMILIES[family], family)
        self.reset = IconButton(theme, "ph.arrow-counter-clockwise", "Back to the example of the course")
        self.sliders = tuple(_slider(number) for number in (1, 2, 3))
        self.fields = tuple(_field(number) for number in (1, 2, 3))
        self.stages = StagesView(theme)
        self.scale = MatrixView(theme, "scale L")
        self.covariance = MatrixView(theme, "covariance Σ")
        self.correlation = Label(theme)
        self._lay_out()
        self._connect()

    @property
    def raw(self) -> tuple[float, ...]:
        """The three raw numbers."""
        return tuple(round(field.value(), RAW_PLACES) for field in self.fields)

    def show_target(self, target: Target) -> None:
        """Show a target without reporting it."""
        for slider, field, value in zip(self.sliders, self.fields, target.raw or self.raw, strict=True):
            with QSignalBlocker(slider), QSignalBlocker(field):
                slider.setValue(round(value * PER_UNIT))
                field.setValue(value)
        self.scale.show_matrix(target.scale, triangular=True)
        self.covariance.show_matrix(target.covariance)
        self.correlation.setText(decimal(correlation(target.covariance), PLACES))

    def show_example(self) -> None:
        """Return to the target of the course, and report it."""
        self.family.setCurrentIndex(self.family.findData("full"))
        self._allow_correlation(True)
        self._set(EXAMPLE)

    def _connect(self) -> None:
        for slider, field in zip(self.sliders, self.fields, strict=True):
            slider.valueChanged.connect(lambda value, field=field: field.setValue(value / PER_UNIT))
            field.valueChanged.connect(lambda value, slider=slider: self._on_field(slider, value))
        self.family.activated.connect(self._on_family)
        self.reset.clicked.connect(self.show_example)

    def _on_field(self, slider: QSlider, value: float) -> None:
        with QSignalBlocker(slider):
            slider.setValue(round(value * PER_UNIT))
        self.changed.emit(self.raw)

    def _on_family(self) -> None:
        """A diagonal p has no t2; it comes back with the full covariance."""
        full = self.family.currentData() == "full"
        if full == self.fields[OFF_DIAGONAL].isEnabled():
            return
        first, between, last = self.raw
        if not full:
            self._kept = between
        self._allow_correlation(full)
        self._set((first, self._kept if full else 0.0, last))

    def _allow_correlation(self, allowed: bool) -> None:
        for part in (self.sliders[OFF_DIAGONAL], self.fields[OFF_DIAGONAL]):
            part.setEnabled(allowed)
            part.setToolTip("" if allowed else "A diagonal covariance has 0 here.")

    def _set(self, raw: tuple[float, ...]) -> None:
        for field, value in zip(self.fields, raw, strict=True):
            with QSignalBlocker(field):
                field.setValue(value)
        self.changed.emit(self.raw)

    def _lay_out(self) -> None:
        theme = self._theme
        head = heading(theme, "Target p", "series_train")
        head.addWidget(self.reset)
        family = form()
        add_row(theme, family, "Family", self.family)
        vector = QHBoxLayout()
        vector.setContentsMargins(SIDE, 0, SIDE, 0)
        vector.addWidget(Label(theme, "Raw vector", role="section", tone="text_2"))
        vector.addStretch(1)
        vector.addWidget(Label(theme, "FillScaleTriL input", role="secondary", tone="text_3"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(family)
        column.addLayout(vector)
        column.addLayout(self._raw_rows())
        column.addLayout(padded(self.stages))
        column.addSpacing(4)
        column.addLayout(self._matrix_rows())

    def _raw_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(SIDE, 0, SIDE, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        for row, (slider, field) in enumerate(zip(self.sliders, self.fields, strict=True)):
            grid.addWidget(Label(self._theme, f"t{row + 1}", tone="text_2"), row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(field, row, 2)
            grid.setRowMinimumHeight(row, ROW_HEIGHT)
        return grid

    def _matrix_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(SIDE, 0, SIDE, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        rows = (("scale L", self.scale), ("cov Σ", self.covariance), ("corr ρ", self.correlation))
        for row, (words, shown) in enumerate(rows):
            label = Label(self._theme, words, tone="text_2")
            label.setFixedWidth(MATRIX_LABEL)
            grid.addWidget(label, row, 0)
            grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        return grid


def _slider(number: int) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(round(-REACH * PER_UNIT), round(REACH * PER_UNIT))
    slider.setPageStep(PER_UNIT // 4)
    slider.setAccessibleName(f"t{number} slider")
    return slider


def _field(number: int) -> PlacesSpinBox:
    field = PlacesSpinBox(RAW_PLACES)
    field.setRange(-REACH, REACH)
    field.setSingleStep(0.05)
    field.setStepType(PlacesSpinBox.StepType.DefaultStepType)
    field.setKeyboardTracking(False)
    field.setFixedWidth(72)
    field.setAccessibleName(f"t{number}")
    return field
