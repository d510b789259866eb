"""The parameters of an available plugin: what the form, ``--set`` and the spec file take."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_studio.api import PluginSpec, describe_parameters
from vae_studio.gui.forms.words import range_words, shown, tooltip
from vae_studio.gui.plugins_dialog.rows_view import RowsView
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label


class ParametersView(QWidget):
    """One row for each parameter: key, default and the values it takes, the help as a tooltip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label(theme, "Parameters", role="section")
        self.words = Label(theme, "It takes no parameters.", tone="text_2")
        self.table = RowsView(theme, "Parameters", ("Key", "Default", "Values"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.heading)
        column.addWidget(self.table)

    def show_spec(self, spec: PluginSpec) -> None:
        """Show the parameters of a plugin, or say that it has none."""
        parameters = describe_parameters(spec.params)
        self.words.setVisible(not parameters)
        self.heading.setVisible(bool(parameters))
        self.table.setVisible(bool(parameters))
        self.table.show_rows(
            [
                (f"{spec.kind.section}.{one.name}", shown(one, one.default), range_words(one))
                for one in parameters
            ],
            [tooltip(one) for one in parameters],
        )
