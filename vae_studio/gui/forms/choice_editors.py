"""Editors of choices and of yes and no."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox

from vae_studio.api import Parameter
from vae_studio.gui.forms.words import NOTHING, choice_words
from vae_studio.gui.widgets.fields import ComboBox


class ChoiceEditor(ComboBox):
    """One of the declared choices, or none where that is allowed."""

    edited = Signal(object)

    def __init__(self, parameter: Parameter, words: Mapping[str, str]) -> None:
        super().__init__()
        if parameter.optional:
            self.addItem(NOTHING, None)
        for choice in parameter.choices:
            self.addItem(words.get(choice, choice_words(choice)), choice)
        self.currentIndexChanged.connect(lambda _: self.edited.emit(self.read()))

    def read(self) -> str | None:
        """Return the value; None where none is given."""
        value = self.currentData()
        return None if value is None else str(value)

    def write(self, value: str | None) -> None:
        """Show a value without reporting it."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(value))


class BoolEditor(QCheckBox):
    """Yes or no."""

    edited = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__("")
        self.setTristate(parameter.optional)
        self.checkStateChanged.connect(lambda _: self.edited.emit(self.read()))

    def read(self) -> bool | None:
        """Return the value; None where none is given."""
        return None if self.checkState() is Qt.CheckState.PartiallyChecked else self.isChecked()

    def write(self, value: bool | None) -> None:
        """Show a value without reporting it."""
        with QSignalBlocker(self):
            if value is None:
                self.setCheckState(Qt.CheckState.PartiallyChecked)
            else:
                self.setChecked(value)
