"""The row at the top of the Model panel: which preset the settings are."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.fields import ComboBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.runs.presets import presets

ROW_HEIGHT = 28
NONE_OF_THEM = "Own settings"
_NOTHING_TAKEN = "Dataset, model and training settings of a system to learn from"


class PresetRow(QWidget):
    """A label and a choice; with settings that are no preset, nothing is taken.

    Parameters
    ----------
    theme
        Colours and type.
    label_width
        Width of the label, px, so that the field stands in line with those below.

    Signals
    -------
    chosen
        Name of the preset that a person took; also of the one that is taken already.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, label_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.combo = ComboBox()
        self.combo.setAccessibleName("Preset")
        self.combo.setPlaceholderText(NONE_OF_THEM)
        for one in presets():
            self.combo.addItem(one.label, one.name)
            self.combo.setItemData(self.combo.count() - 1, one.teaches, Qt.ItemDataRole.ToolTipRole)
        label = Label(theme, "Preset", tone="text_2")
        label.setFixedWidth(label_width)
        label.setBuddy(self.combo)
        self.setFixedHeight(ROW_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(label)
        row.addWidget(self.combo, 1)
        self.combo.activated.connect(lambda _: self.chosen.emit(self.combo.currentData()))
        self.show_preset("")

    def show_preset(self, name: str) -> None:
        """Show which preset the settings are; an empty name for none."""
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(self.combo.findData(name) if name else -1)
        teaches = self.combo.currentData(Qt.ItemDataRole.ToolTipRole)
        self.combo.setToolTip(str(teaches or _NOTHING_TAKEN))

    def set_locked(self, locked: bool) -> None:
        """Let no preset be taken, or any."""
        self.combo.setEnabled(not locked)
