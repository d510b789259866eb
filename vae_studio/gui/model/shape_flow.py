"""What the model amounts to: the course of shapes, its size, and whether it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.api import SpecError
from vae_studio.gui.figures import count, shape
from vae_studio.gui.forms.words import sentence, with_remedy
from vae_studio.gui.model.flow_line import FlowLine
from vae_studio.gui.model.flow_parts import FlowPart, flow_of, flow_to_nowhere, layer_words
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import IconLabel, Label

if TYPE_CHECKING:
    from vae_studio.model.description import ModelDescription


class ShapeFlow(QWidget):
    """Two lines at the foot of the Model panel."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = FlowLine(theme)
        self.count = Label(theme, "", tone="text_2")
        self._icon = IconLabel(theme, "ph.check-circle", "ok")
        self.verdict = Label(theme, "", tone="ok", wrap=True)
        self.caution = Label(theme, "", role="secondary", tone="warn", wrap=True)
        self._caution = QWidget()
        beneath = QHBoxLayout(self._caution)
        beneath.setContentsMargins(0, 0, 0, 0)
        beneath.setSpacing(6)
        beneath.addWidget(IconLabel(theme, "ph.warning", "warn", size=14), 0, Qt.AlignmentFlag.AlignTop)
        beneath.addWidget(self.caution, 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self._row.addWidget(self.count)
        self._row.addStretch(1)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.verdict)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(5)
        column.addWidget(self.line)
        column.addLayout(self._row)
        column.addWidget(self._caution)
        self.show_waiting(None, "")

    def show_description(self, description: ModelDescription) -> None:
        """Show a model that can be."""
        self.line.set_parts(flow_of(description))
        self.line.setToolTip(layer_words(description))
        self.count.setText(f"{count(description.parameters)} parameters")
        self._icon.set_icon("ph.check-circle", "ok")
        self._say("Valid", is_problem=False)
        self.caution.setText(description.caution)
        self._caution.setVisible(bool(description.caution))

    def show_problem(self, data_shape: tuple[int, ...] | None, problem: SpecError) -> None:
        """Show why the model cannot be, naming the key at fault."""
        self._caution.hide()
        self.line.set_parts(flow_to_nowhere(data_shape) if data_shape else ())
        self.line.setToolTip("")
        self.count.setText("")
        self._icon.set_icon("ph.warning-circle", "error")
        self._say(problem_words(problem), is_problem=True)

    def show_waiting(self, data_shape: tuple[int, ...] | None, reason: str) -> None:
        """Show that the shapes are not known yet."""
        self._caution.hide()
        self.line.set_parts((FlowPart(shape(data_shape)), FlowPart("…", "text_3")) if data_shape else ())
        self.line.setToolTip("")
        self.count.setText(reason)
        self.count.show()
        self._icon.hide()
        self.verdict.hide()

    def _say(self, words: str, *, is_problem: bool) -> None:
        self.verdict.setText(words)
        self.verdict.set_tone("error" if is_problem else "ok")
        self._icon.show()
        self.verdict.show()
        self.count.setVisible(not is_problem)
        # A problem takes the whole row; "Valid" stands at its right end.
        self._row.setStretch(self._row.indexOf(self.verdict), 1 if is_problem else 0)
        self._row.setStretch(1, 0 if is_problem else 1)


def problem_words(problem: SpecError) -> str:
    """Return a problem as ``Kernel: …``, with its remedy; one of a plugin as a whole names it itself."""
    section, _, name = problem.key.rpartition(".")
    what = " ".join(part for part in (section, name.replace("_", " ")) if part).strip()
    text = with_remedy(problem)
    return f"{what.capitalize()}: {text}" if what and name != "plugin" else sentence(text)
