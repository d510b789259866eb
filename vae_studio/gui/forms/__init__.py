"""Forms generated from declared parameters: one control for each kind of value."""

from vae_studio.gui.forms.editors import Editor, make_editor
from vae_studio.gui.forms.parameter_form import ParameterForm

__all__ = ["Editor", "ParameterForm", "make_editor"]
