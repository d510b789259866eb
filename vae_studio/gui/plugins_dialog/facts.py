"""The facts of one plugin, one to a row."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from vae_studio.gui.plugins_dialog.words import (
    entry_point_words,
    needs_words,
    speaks_this_contract,
    tried_words,
)
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import Label
from vae_studio.registry.records import PluginRecord

_NAMES = ("Kind", "Distribution", "Entry point", "Builder", "Needs", "Reference", "Last tried")
_MONOSPACED = ("Entry point", "Builder")


class FactGrid(QWidget):
    """Names on the left, values on the right; what there is nothing to say of is left out.

    Attributes
    ----------
    values
        The label of each fact, by its name.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values = {name: Label(theme, "", wrap=True) for name in _NAMES}
        self._names = {name: Label(theme, name, tone="text_2") for name in _NAMES}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, (name, value) in enumerate(self.values.items()):
            self._names[name].setMinimumWidth(80)
            self._names[name].setBuddy(value)
            grid.addWidget(self._names[name], line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if name in _MONOSPACED:
                value.setFont(theme.font("mono"))

    def show_record(self, record: PluginRecord | None) -> None:
        """Show what is known of a plugin, or nothing."""
        facts = _facts(record) if record is not None else {}
        for name, label in self.values.items():
            label.setText(facts.get(name, ""))
            label.setVisible(bool(facts.get(name)))
            self._names[name].setVisible(bool(facts.get(name)))
        foreign = record is not None and record.spec is not None and not speaks_this_contract(record.spec)
        self.values["Needs"].set_tone("error" if foreign else "text")


def _facts(record: PluginRecord) -> dict[str, str]:
    spec = record.spec
    return {
        "Kind": record.kind.label,
        "Distribution": f"{record.distribution} {record.version}".strip(),
        "Entry point": entry_point_words(record),
        "Builder": spec.build if spec is not None else "",
        "Needs": needs_words(spec) if spec is not None else "",
        "Reference": spec.reference if spec is not None else "",
        "Last tried": tried_words(record, dt.datetime.now().astimezone()),
    }
