"""Which control edits which kind of value."""

from __future__ import annotations

from collections.abc import Mapping

from vae_studio.api import Parameter
from vae_studio.gui.forms.choice_editors import BoolEditor, ChoiceEditor
from vae_studio.gui.forms.number_editors import FloatEditor, IntEditor
from vae_studio.gui.forms.text_editors import FloatsEditor, IntsEditor, TextEditor, TextsEditor
from vae_studio.gui.forms.words import tooltip

Editor = (
    IntEditor | FloatEditor | ChoiceEditor | BoolEditor | IntsEditor | FloatsEditor | TextEditor | TextsEditor
)
"""A control that reads and writes one value: ``read()``, ``write(value)``, signal ``edited(value)``."""


def make_editor(parameter: Parameter, words: Mapping[str, str] | None = None) -> Editor:
    """Return the control for one parameter, showing its default.

    Parameters
    ----------
    parameter
        What to edit.
    words
        For choices: what to show instead of a value.
    """
    editor = _bare(parameter, words or {})
    editor.setToolTip(tooltip(parameter))
    editor.setAccessibleName(parameter.label)
    editor.setObjectName(parameter.name)
    editor.write(parameter.default)
    return editor


def _bare(parameter: Parameter, words: Mapping[str, str]) -> Editor:
    match parameter.kind:
        case "int":
            return IntEditor(parameter)
        case "float":
            return FloatEditor(parameter)
        case "choice":
            return ChoiceEditor(parameter, words)
        case "bool":
            return BoolEditor(parameter)
        case "ints":
            return IntsEditor(parameter)
        case "floats":
            return FloatsEditor(parameter)
        case "texts":
            return TextsEditor(parameter)
        case "text":
            return TextEditor(parameter)
