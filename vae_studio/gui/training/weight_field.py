"""A field for the weight of the KL, which may also be left to its schedule."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QValidator

from vae_studio.gui.figures import MINUS, NONE
from vae_studio.gui.widgets.fields import DoubleSpinBox
from vae_studio.training.adjustments import LARGEST_WEIGHT

UNKNOWN = -1.0
"""Stands for a weight that the schedule decides and that is not known yet."""


class WeightField(DoubleSpinBox):
    """A number from 0, or a dash as long as the number is not known.

    Signals
    -------
    edited
        The person has changed it.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setRange(UNKNOWN, LARGEST_WEIGHT)
        self.setSpecialValueText(NONE)
        self.write(None)
        self.valueChanged.connect(lambda _: self.edited.emit())

    def read(self) -> float | None:
        """Return the weight; None where it is not known."""
        return None if self.value() < 0 else self.value()

    def write(self, weight: float | None) -> None:
        """Show a weight without reporting it."""
        with QSignalBlocker(self):
            self.setValue(UNKNOWN if weight is None else weight)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept no negative number."""
        if text.strip().startswith((MINUS, "-")):
            return QValidator.State.Invalid, text, position
        return super().validate(text, position)

    def stepBy(self, steps: int) -> None:
        """Begin at 1 where the weight is not known."""
        if self.value() < 0:
            self.setValue(1.0)
        else:
            super().stepBy(steps)
            if self.value() < 0:
                self.setValue(0.0)
