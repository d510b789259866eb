"""What is said, and can be done, where several distributions claim one name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.plugins_dialog.words import plugin_label
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import IconLabel, Label
from vae_studio.gui.widgets.separator import Separator
from vae_studio.registry.records import BUILT_IN, PluginRecord, PluginStatus

_TIMES = {2: "twice", 3: "three times"}


class DuplicateNote(QWidget):
    """Names who holds the name; ``prefer_wanted(PluginRecord)`` when another one shall have it."""

    prefer_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = Label(theme, "", role="section", wrap=True)
        self.words = Label(theme, "", tone="text_2", wrap=True)
        self.buttons: list[Button] = []
        self._choices = QVBoxLayout()
        self._choices.setSpacing(4)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.words)
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(IconLabel(theme, "ph.copy", "warn"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addLayout(self._choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Separator())
        column.addLayout(row)

    def show_for(self, record: PluginRecord | None, records: Sequence[PluginRecord]) -> None:
        """Speak of the selected plugin's name, or of the first name that is claimed more than once."""
        claims = _claims(record, records)
        self.setVisible(bool(claims))
        for button in self.buttons:
            self._choices.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        if not claims:
            return
        holder = next((one for one in claims if one.status is not PluginStatus.DUPLICATE), claims[0])
        times = _TIMES.get(len(claims), f"{len(claims)} times")
        self.title.setText(f"{plugin_label(holder)} is provided {times}")
        who = "The built-in one" if holder.distribution == BUILT_IN else f"That of {holder.distribution}"
        self.words.setText(f"{who} is used.")
        for other in claims:
            if other is not holder:
                self._offer(other)

    def _offer(self, other: PluginRecord) -> None:
        whose = "the built-in one" if other.distribution == BUILT_IN else other.distribution
        button = Button(self._theme, f"Use {whose} instead", small=True)
        button.setAutoDefault(False)
        button.setToolTip(f"Give the name {other.name!r} to {other.distribution}, for every later start too")
        button.clicked.connect(lambda: self.prefer_wanted.emit(other))
        self._choices.addWidget(button)
        self.buttons.append(button)


def _claims(record: PluginRecord | None, records: Sequence[PluginRecord]) -> list[PluginRecord]:
    """Return the plugins that claim one name, of which one holds it; empty where there is no such name."""
    duplicates = [one for one in records if one.status is PluginStatus.DUPLICATE]
    names = [(one.kind, one.name) for one in duplicates]
    if not names:
        return []
    own = (record.kind, record.name) if record is not None else names[0]
    name = own if own in names else names[0]
    usable = (PluginStatus.AVAILABLE, PluginStatus.DUPLICATE)
    return [one for one in records if (one.kind, one.name) == name and one.status in usable]
