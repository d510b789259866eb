"""Model ▸ Preset."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from vae_studio.gui.studio import Studio
from vae_studio.runs.presets import presets


class PresetMenu(QMenu):
    """The presets by their labels, the one that the settings are checked."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__("Preset", parent)
        self._studio = studio
        self.setToolTipsVisible(True)
        # Not exclusive: no action is checked where the settings are no preset.
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self.by_name: dict[str, QAction] = {}
        for one in presets():
            action = group.addAction(self.addAction(one.label))
            action.setCheckable(True)
            action.setToolTip(one.teaches)
            action.triggered.connect(lambda _, name=one.name: self._take(name))
            self.by_name[one.name] = action
        studio.preset_changed.connect(self._refresh)
        studio.state_changed.connect(self._refresh)
        self._refresh()

    def _take(self, name: str) -> None:
        self._studio.apply_preset(name)
        self._refresh()

    def _refresh(self) -> None:
        for name, action in self.by_name.items():
            action.setChecked(name == self._studio.preset)
            action.setEnabled(not self._studio.locked)
