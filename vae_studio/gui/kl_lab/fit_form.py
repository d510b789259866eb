"""q and how it is fitted: family, start, direction, estimate, optimiser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.kl_lab.rows import SIDE, add_row, form, heading
from vae_studio.gui.kl_lab.words import DIRECTIONS, ESTIMATES, FAMILIES, OPTIMISERS, STARTS_WORDS
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, PrimaryButton
from vae_studio.gui.widgets.fields import ComboBox, DoubleSpinBox, SpinBox
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl
from vae_studio.gui.widgets.separator import Separator
from vae_studio.kl_lab import KLProblem

MOST_STEPS = 5000
"""Solved in well under a second; the command line goes further."""
MOST_SAMPLES = 4096
LEAST_RATE, MOST_RATE = 0.0001, 10.0


class FitForm(QWidget):
    """The settings of the approximation and of the optimiser.

    Signals
    -------
    changed
        The fields of a :class:`KLProblem` that the person changed, with their values.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.family = _choices(FAMILIES)
        self.start = _choices(STARTS_WORDS)
        self.direction = SegmentedControl(theme, [Segment(value, words) for value, words in DIRECTIONS.items()])
        self.estimate = _choices(ESTIMATES)
        self.samples = SpinBox("per step")
        self.samples.setRange(1, MOST_SAMPLES)
        self.optimiser = _choices(OPTIMISERS)
        self.learning_rate = DoubleSpinBox()
        self.learning_rate.setRange(LEAST_RATE, MOST_RATE)
        self.steps = SpinBox()
        self.steps.setRange(1, MOST_STEPS)
        self.steps.setSingleStep(50)
        for field in (self.samples, self.learning_rate, self.steps):
            field.setKeyboardTracking(False)
        self.run = PrimaryButton(theme, "Run again", "ph.arrow-clockwise")
        self.reset = Button(theme, "Reset", "ph.arrow-counter-clockwise")
        self.reset.setToolTip("Everything as at first")
        self._lay_out()
        self._connect()

    def show_problem(self, problem: KLProblem) -> None:
        """Show settings without reporting them."""
        for name, box in self._boxes().items():
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(getattr(problem, name)))
        self.direction.set_value(problem.direction)
        for name, field in self._fields().items():
            with QSignalBlocker(field):
                field.setValue(getattr(problem, name))
        draws = problem.estimate == "monte_carlo"
        self.samples.setEnabled(draws)
        self.samples.setToolTip("" if draws else "The analytic estimate draws no samples.")
        self.run.setToolTip("With new draws, from step 0" if draws else "From step 0")

    def _boxes(self) -> dict[str, ComboBox]:
        return {
            "family": self.family,
            "start": self.start,
            "estimate": self.estimate,
            "optimiser": self.optimiser,
        }

    def _fields(self) -> dict[str, Any]:
        return {"samples": self.samples, "learning_rate": self.learning_rate, "steps": self.steps}

    def _connect(self) -> None:
        for name, box in self._boxes().items():
            box.activated.connect(lambda _, name=name, box=box: self.changed.emit({name: box.currentData()}))
        for name, field in self._fields().items():
            field.valueChanged.connect(lambda value, name=name: self.changed.emit({name: value}))
        self.direction.changed.connect(lambda value: self.changed.emit({"direction": value}))

    def _lay_out(self) -> None:
        theme = self._theme
        q = form()
        add_row(theme, q, "Family", self.family)
        add_row(theme, q, "Start", self.start)
        add_row(theme, q, "Minimise", self.direction)
        add_row(theme, q, "Estimate", self.estimate)
        add_row(theme, q, "Samples", self.samples)
        optimiser = form()
        add_row(theme, optimiser, "Method", self.optimiser)
        add_row(theme, optimiser, "Learning rate", self.learning_rate)
        add_row(theme, optimiser, "Steps", self.steps)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(SIDE, 0, SIDE, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.run, 1)
        buttons.addWidget(self.reset, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(heading(theme, "Approximation q", "series_val"))
        column.addLayout(q)
        column.addSpacing(6)
        column.addWidget(Separator())
        column.addSpacing(4)
        column.addLayout(heading(theme, "Optimiser"))
        column.addLayout(optimiser)
        column.addSpacing(8)
        column.addLayout(buttons)


def _choices(words: Mapping[Any, str]) -> ComboBox:
    box = ComboBox()
    for value, label in words.items():
        box.addItem(label, value)
    return box
