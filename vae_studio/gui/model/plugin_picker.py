"""One row of the panel: a kind of plugin, which one is taken, and its parameters beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vae_studio.api import Kind, Parameter, PluginSpec
from vae_studio.gui.forms import ParameterForm
from vae_studio.gui.forms.words import sentence
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.disclosure import Disclosure
from vae_studio.gui.widgets.fields import ComboBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.properties import set_property

LABEL_WIDTH = 88
_INDENT = 20


class PluginPicker(QWidget):
    """Caret and kind, a choice of plugins, and the form of the one that is taken.

    Parameters
    ----------
    theme
        Colours and type.
    kind
        Which kind of plugin.
    extra
        Parameters of the spec's section that every plugin of the kind has (the latent size).
    is_open
        Whether the form is unfolded at first.

    Signals
    -------
    chosen
        Name of another plugin.
    changed
        Name and value of a parameter.
    """

    chosen = Signal(str)
    changed = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        kind: Kind,
        extra: Sequence[Parameter] = (),
        *,
        is_open: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._theme = theme
        self._extra = tuple(extra)
        self._parameters: tuple[Parameter, ...] | None = None
        self._locked = False
        self.form: ParameterForm | None = None
        self.disclosure = Disclosure(theme, kind.label, is_open=is_open)
        self.disclosure.setFixedSize(LABEL_WIDTH, 28)
        self.disclosure.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.combo = ComboBox()
        self.combo.setAccessibleName(kind.label)
        self.problem = Label(theme, "", role="secondary", tone="error", wrap=True)
        self.problem.hide()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.combo.activated.connect(lambda _: self.chosen.emit(self.combo.currentData()))
        self.disclosure.opened.connect(self._unfold)

    def show_plugins(self, plugins: Sequence[PluginSpec]) -> None:
        """Offer these plugins."""
        taken = self.combo.currentData()
        with QSignalBlocker(self.combo):
            self.combo.clear()
            for plugin in plugins:
                self.combo.addItem(plugin.label, plugin.name)
                self.combo.setItemData(self.combo.count() - 1, _words(plugin), Qt.ItemDataRole.ToolTipRole)
            if taken is not None:
                self._take(taken)

    def show_choice(self, name: str, parameters: Sequence[Parameter], values: Mapping[str, Any]) -> None:
        """Show which plugin is taken and with which parameters."""
        with QSignalBlocker(self.combo):
            self._take(name)
        self.combo.setToolTip(str(self.combo.currentData(Qt.ItemDataRole.ToolTipRole) or ""))
        wanted = (*self._extra, *parameters)
        if wanted != self._parameters:
            self._rebuild(wanted)
        if self.form is not None:
            self.form.set_values(values)

    def set_error(self, name: str, text: str | None) -> None:
        """Say what is wrong with a parameter, or with the choice itself."""
        if self.form is not None and name in self.form.names:
            self.form.set_error(name, text)
            if text:
                self.disclosure.setChecked(True)
            return
        set_property(self.combo, "error", "true" if text else "false")
        self.problem.setText(sentence(text or ""))
        self.problem.setVisible(bool(text))

    def clear_errors(self) -> None:
        """Say that nothing is wrong."""
        self.set_error("plugin", None)
        if self.form is not None:
            self.form.clear_errors()

    def set_locked(self, locked: bool) -> None:
        """Let nothing be changed, or everything; folding goes on to work."""
        self._locked = locked
        self.combo.setEnabled(not locked)
        if self.form is not None:
            self.form.set_locked(locked)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.disclosure)
        row.addWidget(self.combo, 1)
        problem_row = QHBoxLayout()
        problem_row.setContentsMargins(LABEL_WIDTH, 0, 0, 0)
        problem_row.addWidget(self.problem)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(row)
        self._column.addLayout(problem_row)

    def _take(self, name: str) -> None:
        index = self.combo.findData(name)
        if index < 0:
            self.combo.addItem(f"{name} (not available)", name)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(index)

    def _rebuild(self, parameters: tuple[Parameter, ...]) -> None:
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._parameters = parameters
        self.disclosure.set_expandable(bool(parameters))
        if parameters:
            self.form = ParameterForm(
                self._theme, parameters, label_widths=(LABEL_WIDTH,), indent=_INDENT, parent=self
            )
            self.form.changed.connect(self.changed)
            self.form.set_locked(self._locked)
            self.form.setVisible(self.disclosure.isChecked())
            self._column.addWidget(self.form)

    def _unfold(self, is_open: bool) -> None:
        if self.form is not None:
            self.form.setVisible(is_open)


def _words(plugin: PluginSpec) -> str:
    return f"{plugin.summary}\n{plugin.reference}".strip()
