"""Editors of single numbers."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal

from vae_studio.api import Parameter
from vae_studio.gui.forms.words import NOTHING
from vae_studio.gui.widgets.fields import DoubleSpinBox, SpinBox

_LARGEST_INT = 2**31 - 1
_LARGEST_FLOAT = 1e12


class IntEditor(SpinBox):
    """A whole number; where it is optional, the step below the minimum stands for "none"."""

    edited = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter.unit)
        self._optional = parameter.optional
        low = -_LARGEST_INT if parameter.minimum is None else int(parameter.minimum)
        high = _LARGEST_INT if parameter.maximum is None else min(int(parameter.maximum), _LARGEST_INT)
        self.setRange(low - 1 if parameter.optional else low, high)
        if parameter.optional:
            self.setSpecialValueText(NOTHING)
        self.valueChanged.connect(lambda _: self.edited.emit(self.read()))

    def read(self) -> int | None:
        """Return the value; None where none is given."""
        return None if self._optional and self.value() == self.minimum() else self.value()

    def write(self, value: int | None) -> None:
        """Show a value without reporting it."""
        with QSignalBlocker(self):
            self.setValue(self.minimum() if value is None else int(value))


class FloatEditor(DoubleSpinBox):
    """A decimal number; where it is optional, the step below the minimum stands for "none"."""

    edited = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter.unit)
        self._optional = parameter.optional
        low = -_LARGEST_FLOAT if parameter.minimum is None else parameter.minimum
        high = _LARGEST_FLOAT if parameter.maximum is None else parameter.maximum
        self.setRange(low - 1.0 if parameter.optional else low, high)
        if parameter.optional:
            self.setSpecialValueText(NOTHING)
        self.valueChanged.connect(lambda _: self.edited.emit(self.read()))

    def read(self) -> float | None:
        """Return the value; None where none is given."""
        return None if self._optional and self.value() == self.minimum() else self.value()

    def write(self, value: float | None) -> None:
        """Show a value without reporting it."""
        with QSignalBlocker(self):
            self.setValue(self.minimum() if value is None else float(value))
