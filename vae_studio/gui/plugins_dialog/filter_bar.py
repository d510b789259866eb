"""Which plugins are listed: words to look for, and a chip for each state."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from vae_studio.gui.plugins_dialog.words import MARKS, plugin_label
from vae_studio.gui.theme import Theme, icon
from vae_studio.gui.widgets.fields import LineEdit
from vae_studio.registry.records import PluginRecord, PluginStatus


class FilterBar(QWidget):
    """``changed()`` is emitted when other plugins are wanted."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = LineEdit("Filter plugins")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(208)
        self.search.addAction(
            icon(theme, "ph.magnifying-glass", "text_3"), LineEdit.ActionPosition.LeadingPosition
        )
        self._group = QButtonGroup(self)
        self._chips: dict[PluginStatus | None, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search)
        for status in (None, *MARKS):
            row.addWidget(self._made(theme, status))
        row.addStretch(1)
        self._chips[None].setChecked(True)
        self.search.textChanged.connect(self.changed)
        self._group.buttonClicked.connect(self.changed)

    def chip(self, status: PluginStatus | None) -> QToolButton:
        """Return the chip of one state; None for all."""
        return self._chips[status]

    def show_counts(self, records: Sequence[PluginRecord]) -> None:
        """Write on each chip how many plugins it stands for, and hide the states that none has."""
        for status, chip in self._chips.items():
            count = len([record for record in records if status is None or record.status is status])
            chip.setText(f"{'All' if status is None else MARKS[status].word}  {count}")
            chip.setVisible(status is None or count > 0)
            if chip.isChecked() and not count:
                self._chips[None].setChecked(True)

    def kept(self, records: Sequence[PluginRecord]) -> list[PluginRecord]:
        """Return the plugins that are wanted."""
        wanted = next(status for status, chip in self._chips.items() if chip.isChecked())
        words = self.search.text().lower().split()
        return [
            record
            for record in records
            if wanted in (None, record.status) and all(word in _text(record) for word in words)
        ]

    def _made(self, theme: Theme, status: PluginStatus | None) -> QToolButton:
        chip = QToolButton()
        chip.setProperty("variant", "chip")
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if status is not None:
            chip.setIcon(icon(theme, MARKS[status].icon, MARKS[status].tone))
            chip.setIconSize(QSize(18, 14))
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._group.addButton(chip)
        self._chips[status] = chip
        return chip


def _text(record: PluginRecord) -> str:
    return f"{plugin_label(record)} {record.name} {record.distribution} {record.kind.label}".lower()
