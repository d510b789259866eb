"""One row of a form: label, control, and what is wrong with its value."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from vae_studio.api import Parameter
from vae_studio.gui.forms.editors import Editor, make_editor
from vae_studio.gui.forms.words import sentence, tooltip
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import ElidedLabel, Label
from vae_studio.gui.widgets.properties import set_property


class FieldRow:
    """Label, editor and error line of one parameter; placed into a grid by the form.

    Parameters
    ----------
    theme
        Colours and type.
    parameter
        What is edited.
    words
        For choices: what to show instead of a value.
    height
        Of the row, 28 px (32 in the Training dock).
    """

    def __init__(
        self, theme: Theme, parameter: Parameter, words: Mapping[str, str] | None, height: int, parent: QWidget
    ) -> None:
        self.parameter = parameter
        self.editor: Editor = make_editor(parameter, words)
        self.label = ElidedLabel(theme, parameter.label, tone="text_2", offer_all=False, parent=parent)
        self.label.setBuddy(self.editor)
        self.label.setToolTip(tooltip(parameter))
        self.label.setFixedHeight(height)
        self.problem = Label(theme, "", role="secondary", tone="error", wrap=True, parent=parent)
        self.problem.hide()
        self.field = QWidget(parent)
        column = QVBoxLayout(self.field)
        gap = (height - 24) // 2
        column.setContentsMargins(0, gap, 0, gap)
        column.setSpacing(2)
        column.addWidget(self.editor)
        column.addWidget(self.problem)

    def place(self, grid: QGridLayout, row: int, column: int) -> None:
        """Put label and field side by side."""
        grid.addWidget(self.label, row, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.field, row, column + 1)

    def set_visible(self, visible: bool) -> None:
        """Show or hide the row."""
        self.label.setVisible(visible)
        self.field.setVisible(visible)

    def set_error(self, text: str | None) -> None:
        """Say what is wrong with the value, or that nothing is."""
        set_property(self.editor, "error", "true" if text else "false")
        self.problem.setText(sentence(text or ""))
        self.problem.setVisible(bool(text))
