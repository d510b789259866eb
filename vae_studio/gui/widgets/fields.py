"""Fields of 24 px: whole and decimal numbers with a unit, choices, text.

The wheel changes a field only while it has the focus; otherwise it scrolls what the field stands in.
Minus signs are true ones (U+2212).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QResizeEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from vae_studio.gui.figures import MINUS
from vae_studio.gui.widgets.undo_keys import WindowsUndo

_DECIMALS = 10
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?")
_UNFINISHED = re.compile(r"[+-]?\d*\.?\d*(e[+-]?\d*)?")
_ARROWS = 20
_LEFT = 7


class SpinBox(QSpinBox):
    """A whole number, its unit at the right of the field."""

    def __init__(self, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = _prepare(self, unit)

    def set_unit(self, unit: str) -> None:
        """Show another unit."""
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))
        self.setAccessibleDescription(unit)
        _place_unit(self, self._unit)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only while focused."""
        _turn_if_focused(self, event, super().wheelEvent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the unit beside the arrows."""
        super().resizeEvent(event)
        _place_unit(self, self._unit)


class DoubleSpinBox(QDoubleSpinBox):
    """A decimal number shown with the digits it has, its unit at the right of the field."""

    def __init__(self, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(_DECIMALS)
        self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self._unit = _prepare(self, unit)

    def set_unit(self, unit: str) -> None:
        """Show another unit."""
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))
        self.setAccessibleDescription(unit)
        _place_unit(self, self._unit)

    def textFromValue(self, value: float) -> str:
        """Return the shortest decimal notation, with one decimal at least."""
        text = format(Decimal(repr(round(value, _DECIMALS))), "f")
        whole = text if "." in text else f"{text}.0"
        return whole.replace("-", MINUS)

    def valueFromText(self, text: str) -> float:
        """Return the number; a true minus and a decimal comma are understood."""
        plain = _plain(text)
        return float(plain) if _NUMBER.fullmatch(plain) else self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept numbers within the bounds, and what may yet become one."""
        plain = _plain(text)
        if _NUMBER.fullmatch(plain) and self.minimum() <= float(plain) <= self.maximum():
            return QValidator.State.Acceptable, text, position
        is_start = _UNFINISHED.fullmatch(plain) is not None
        return (QValidator.State.Intermediate if is_start else QValidator.State.Invalid), text, position

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only while focused."""
        _turn_if_focused(self, event, super().wheelEvent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the unit beside the arrows."""
        super().resizeEvent(event)
        _place_unit(self, self._unit)


class ComboBox(QComboBox):
    """One of several choices; each item's data is its value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only while focused."""
        _turn_if_focused(self, event, super().wheelEvent)


class LineEdit(QLineEdit):
    """One line of text."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        WindowsUndo(self)
        self.setMinimumWidth(40)


def _prepare(field: QAbstractSpinBox, unit: str) -> QLabel:
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.setLocale(QLocale.c())
    field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    field.setMinimumWidth(48)
    field.lineEdit().setTextMargins(_LEFT, 0, 0, 0)
    WindowsUndo(field)
    label = QLabel(unit, field)
    label.setProperty("tone", "text_3")
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.setVisible(bool(unit))
    field.setAccessibleDescription(unit)
    return label


def _place_unit(field: QAbstractSpinBox, unit: QLabel) -> None:
    if unit.text():
        unit.adjustSize()
        unit.move(field.width() - unit.width() - _ARROWS, (field.height() - unit.height()) // 2)
        field.lineEdit().setTextMargins(_LEFT, 0, unit.width() + 2, 0)


def _turn_if_focused(field: QWidget, event: QWheelEvent, turn: Callable[[QWheelEvent], None]) -> None:
    if field.hasFocus():
        turn(event)
    else:
        event.ignore()


def _plain(text: str) -> str:
    return text.strip().replace(MINUS, "-").replace(",", ".").lower()
