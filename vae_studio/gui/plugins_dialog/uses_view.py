"""The runs of the workspace that were made with a plugin."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_studio.gui.figures import count
from vae_studio.gui.plugins_dialog.rows_view import RowsView
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label
from vae_studio.runs.plugin_use import PluginUse


class UsesView(QWidget):
    """Lists runs; ``run_wanted(Path)`` when one shall be opened."""

    run_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._uses: tuple[PluginUse, ...] = ()
        self.heading = Label(theme, "", role="section")
        self.words = Label(theme, "", tone="text_2", wrap=True)
        self.table = RowsView(theme, "Runs that use this plugin", ("Run", "Epochs", "Version", "Started"))
        self.table.chosen.connect(lambda row: self.run_wanted.emit(self._uses[row].folder))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.heading)
        column.addWidget(self.table)

    def show_uses(self, uses: Sequence[PluginUse] | None) -> None:
        """Show the runs; None while they are being looked for."""
        self._uses = tuple(uses or ())
        looking = "Looking for the runs that use it…"
        self.words.setText(looking if uses is None else "No run of the workspace uses it.")
        noun = "run uses" if len(self._uses) == 1 else "runs use"
        self.heading.setText(f"{count(len(self._uses))} {noun} it")
        self.words.setVisible(not uses)
        self.heading.setVisible(bool(uses))
        self.table.setVisible(bool(uses))
        self.table.show_rows(
            [(use.name, count(use.complete_epochs), use.version, use.created[:10]) for use in self._uses],
            [f"{use.folder}\nDouble-click or press Return to open it." for use in self._uses],
        )
