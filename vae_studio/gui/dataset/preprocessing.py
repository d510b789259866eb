"""How examples become what the model sees: one choice for the pixels of images, the rest on demand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.api import DataSpec, Parameter, describe_parameters
from vae_studio.api.plugins import DataKind
from vae_studio.gui.forms import ParameterForm, make_editor
from vae_studio.gui.forms.words import sentence
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.disclosure import Disclosure
from vae_studio.gui.widgets.labels import Label

PIXEL_WORDS = {
    "dynamic": "Binarise each epoch",
    "threshold": "Binarise at a threshold",
    "none": "Grey values",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "fit": {"resize": "Stretch to the size", "crop": "Cover it and crop"},
    "colour": {"keep": "As they are", "grey": "Grey", "rgb": "RGB"},
    "categories": {"refuse": "Refused", "one_hot": "Columns of 0 and 1"},
    "scaling": {"standardise": "Standardised", "none": "As they are"},
}
_LABELS = {"categories": "Text", "scaling": "Numbers"}
_ELSEWHERE = {"source", "binarise"}
_OF_IMAGES = {"size", "fit", "colour", "invert", "threshold"}
_OF_TABLES = {"label", "leave_out", "categories", "scaling"}
_LABEL_WIDTH = 88
_KEY = re.compile(r"(?<![\w./-])data\.([a-z_]+)(?: = ([a-z_]+))?")
"""A key of a spec within a sentence, with a value or without; no part of a path."""


class Preprocessing(QWidget):
    """The fields of a :class:`DataSpec` besides its source that concern images, or those for tables.

    ``changed(name, value)`` is emitted after each edit; ``unfolded(pixels)`` by how much the fields that were
    unfolded lengthen it, and the same less than nothing when they are folded.
    """

    changed = Signal(str, object)
    unfolded = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        parameters = {parameter.name: parameter for parameter in describe_parameters(DataSpec)}
        self.pixels = make_editor(parameters["binarise"], PIXEL_WORDS)
        self.disclosure = Disclosure(theme, "Preprocessing")
        self.disclosure.setFixedHeight(24)
        self.form = ParameterForm(
            theme,
            [
                replace(parameter, label=_label(parameter))
                for name, parameter in parameters.items()
                if name not in _ELSEWHERE
            ],
            label_widths=(_LABEL_WIDTH,),
            indent=18,
            words=_WORDS,
        )
        self.form.hide()
        self._lengthened = 0
        label = Label(theme, "Pixels", tone="text_2")
        label.setFixedWidth(_LABEL_WIDTH)
        label.setBuddy(self.pixels)
        self._pixels_row = QWidget()
        row = QHBoxLayout(self._pixels_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(label)
        row.addWidget(self.pixels, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._pixels_row)
        column.addWidget(self.disclosure, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        self.pixels.edited.connect(lambda value: self.changed.emit("binarise", value))
        self.form.changed.connect(self.changed)
        self.disclosure.opened.connect(self._unfold)
        self.show_kind("image")

    def show_spec(self, spec: DataSpec) -> None:
        """Show the values of a spec."""
        values: dict[str, Any] = dict(spec)
        if self.pixels.read() != spec.binarise:
            self.pixels.write(spec.binarise)  # type: ignore[arg-type]
        self.form.set_values(values)
        self._enable(spec)

    def show_kind(self, kind: DataKind) -> None:
        """Offer what concerns images, or tables."""
        self._pixels_row.setVisible(kind == "image")
        for name in _OF_IMAGES | _OF_TABLES:
            self.form.row(name).set_visible((name in _OF_IMAGES) == (kind == "image"))

    def set_error(self, name: str, text: str | None) -> None:
        """Say under a field what is wrong with it."""
        if name in self.form.names:
            self.form.set_error(name, text)
            if text:
                self.disclosure.setChecked(True)

    def set_locked(self, locked: bool, spec: DataSpec) -> None:
        """Let nothing be changed, or everything."""
        self.pixels.setEnabled(not locked)
        self.form.set_locked(locked)
        if not locked:
            self._enable(spec)

    def _unfold(self, is_open: bool) -> None:
        self.form.setVisible(is_open)
        if is_open:
            self._lengthened = self.form.sizeHint().height()
        self.unfolded.emit(self._lengthened if is_open else -self._lengthened)

    def _enable(self, spec: DataSpec) -> None:
        """Leave out what has no effect on this source."""
        if self.pixels.isEnabled():
            self.form.editor("threshold").setEnabled(spec.binarise == "threshold")
            self.form.editor("fit").setEnabled(spec.size is not None)
            self.form.editor("array").setEnabled(spec.source.lower().endswith(".npz"))


def form_words(text: str) -> str:
    """Return what an error says with the fields' words in the place of keys: ``“Leave out”``."""
    labels = {parameter.name: _label(parameter) for parameter in describe_parameters(DataSpec)}

    def named(key: re.Match[str]) -> str:
        name, value = key.group(1), key.group(2)
        if name not in labels:
            return key.group()
        words = _WORDS.get(name, {}).get(value, value)
        return f"“{sentence(labels[name])}”" + (f": {words}" if value else "")

    return _KEY.sub(named, text)


def _label(parameter: Parameter) -> str:
    return _LABELS.get(parameter.name, parameter.label)
