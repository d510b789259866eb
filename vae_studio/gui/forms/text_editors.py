"""Editors of text, and of rows of whole numbers, numbers or texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from PySide6.QtCore import QRegularExpression, QSignalBlocker, Signal
from PySide6.QtGui import QRegularExpressionValidator

from vae_studio.api import Parameter
from vae_studio.gui.figures import MINUS
from vae_studio.gui.forms.words import NOTHING, number_words
from vae_studio.gui.widgets.fields import LineEdit

_INTS = QRegularExpression(r"\s*-?\d{1,9}(\s*[,×x ]\s*-?\d{1,9})*\s*,?\s*")
_SEPARATORS = str.maketrans({"×": ",", "x": ",", " ": ","})
_NUMBER = rf"[-+{MINUS}]?(\d+\.?\d*|\.\d+)([eE][-+{MINUS}]?\d+)?"
_FLOATS = QRegularExpression(rf"\s*{_NUMBER}(\s*[,; ]\s*{_NUMBER})*\s*[,;]?\s*")
_FLOAT_SEPARATORS = str.maketrans({";": ",", " ": ",", MINUS: "-"})


class TextEditor(LineEdit):
    """One line of text; where it is optional, an empty line stands for "none"."""

    edited = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(NOTHING if parameter.optional else "")
        self._optional = parameter.optional
        self.textChanged.connect(lambda _: self.edited.emit(self.read()))

    def read(self) -> str | None:
        """Return the value; None where none is given."""
        text = self.text().strip()
        return None if self._optional and not text else text

    def write(self, value: str | None) -> None:
        """Show a value without reporting it."""
        with QSignalBlocker(self):
            self.setText(value or "")


class IntsEditor(LineEdit):
    """Whole numbers with commas between, such as ``8, 8``; empty for none where that is allowed.

    Numbers may also be written as ``28 × 28``. A value is reported as soon as it can be read.
    """

    edited = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(NOTHING if parameter.optional else "")
        self._optional = parameter.optional
        self.setValidator(QRegularExpressionValidator(_INTS, self))
        self.textChanged.connect(self._on_text)

    def read(self) -> tuple[int, ...] | None:
        """Return the value; None where none is given."""
        parts = self.text().translate(_SEPARATORS).split(",")
        numbers = tuple(int(part) for part in parts if part.strip("- "))
        return None if self._optional and not numbers else numbers

    def write(self, value: Sequence[int] | None) -> None:
        """Show a value without reporting it; the text stays as typed if it means the same."""
        wanted = None if value is None else tuple(value)
        if self.text() and self.read() == wanted:
            return
        with QSignalBlocker(self):
            self.setText("" if wanted is None else ", ".join(str(number) for number in wanted))

    def _on_text(self) -> None:
        if not self.text() or self.hasAcceptableInput():
            self.edited.emit(self.read())


class FloatsEditor(LineEdit):
    """Numbers with commas between, such as ``1.0, 0.5``; empty for none where that is allowed.

    A value is reported as soon as it can be read.
    """

    edited = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(NOTHING if parameter.optional else "")
        self._optional = parameter.optional
        self.setValidator(QRegularExpressionValidator(_FLOATS, self))
        self.textChanged.connect(self._on_text)

    def read(self) -> tuple[float, ...] | None:
        """Return the value; None where none is given."""
        parts = [part.strip() for part in self.text().translate(_FLOAT_SEPARATORS).split(",")]
        numbers = tuple(number for part in parts if (number := _number(part)) is not None)
        return None if self._optional and not numbers else numbers

    def write(self, value: Sequence[float] | None) -> None:
        """Show a value without reporting it; the text stays as typed if it means the same."""
        wanted = None if value is None else tuple(float(number) for number in value)
        if self.text() and self.read() == wanted:
            return
        with QSignalBlocker(self):
            self.setText(", ".join(number_words(number) for number in wanted or ()))

    def _on_text(self) -> None:
        if not self.text() or self.hasAcceptableInput():
            self.edited.emit(self.read())


class TextsEditor(LineEdit):
    """Texts with commas between; one that holds a comma stands in double quotes, as in a CSV file."""

    edited = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(NOTHING if parameter.optional else "")
        self._optional = parameter.optional
        self.textChanged.connect(lambda _: self.edited.emit(self.read()))

    def read(self) -> tuple[str, ...] | None:
        """Return the value, without empty texts; None where none is given."""
        rows = csv.reader([self.text()], skipinitialspace=True)
        texts = tuple(text.strip() for row in rows for text in row if text.strip())
        return None if self._optional and not texts else texts

    def write(self, value: Sequence[str] | None) -> None:
        """Show a value without reporting it; the text stays as typed if it means the same."""
        wanted = None if value is None else tuple(value)
        if self.text() and self.read() == wanted:
            return
        with QSignalBlocker(self):
            self.setText(_joined(wanted or ()))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:  # the start of a number, while it is being typed
        return None


def _joined(texts: Sequence[str]) -> str:
    cells = []
    for text in texts:
        cell = io.StringIO()
        csv.writer(cell, lineterminator="").writerow([text])
        cells.append(cell.getvalue())
    return ", ".join(cells)
