"""The row at the bottom: device, run, state, memory and plugins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from vae_studio.gui.figures import gigabytes
from vae_studio.gui.memory import memory
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Theme, icon
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.labels import IconLabel, Label
from vae_studio.gui.widgets.properties import set_property
from vae_studio.gui.widgets.separator import Separator
from vae_studio.registry.records import PluginRecord, PluginStatus

MEMORY_MS = 2000
STATE_WORDS = {
    StudioState.IDLE: "Ready",
    StudioState.PREPARING: "Preparing",
    StudioState.TRAINING: "Training",
    StudioState.PAUSED: "Paused",
    StudioState.STOPPING: "Stopping",
}


class StatusBar(QStatusBar):
    """Facts about the studio, always in view.

    Signals
    -------
    plugins_clicked
        The person wants to see the plugins.
    """

    plugins_clicked = Signal()

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._phase = ""
        self.device = Label(theme, role="secondary", tone="text_2")
        self.run = Label(theme, role="secondary", tone="text_2")
        self.state = Label(theme, role="secondary", tone="text_2")
        self.memory = Label(theme, role="secondary", tone="text_2")
        self.plugins = Button(theme, "", "ph.puzzle-piece", variant="quiet", small=True)
        self.plugins.clicked.connect(self.plugins_clicked)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(MEMORY_MS)
        self._timer.timeout.connect(self._show_memory)
        studio.hardware_changed.connect(self._show_device)
        studio.run_changed.connect(self._show_run)
        studio.state_changed.connect(self._show_state)
        studio.core_phase.connect(self._on_phase)
        studio.plugins_changed.connect(self.show_plugins)
        for show in (self._show_device, self._show_run, self._show_state, self._show_memory, self.show_plugins):
            show()
        self._timer.start()

    def show_plugins(self) -> None:
        """Say how many plugins there are, and how many of them are broken."""
        text, broken = plugin_words(self._studio.registry.records)
        self.plugins.setText(text)
        self.plugins.setIcon(icon(self._theme, "ph.puzzle-piece", "warn" if broken else "text_2"))
        set_property(self.plugins, "level", "warning" if broken else "")
        self.plugins.setToolTip("Manage plugins")

    def _show_device(self) -> None:
        self.device.setText(self._studio.hardware.label)

    def _show_run(self) -> None:
        self.run.setText(self._studio.run_name)
        self._run_part.setVisible(bool(self._studio.run_name))

    def _show_state(self) -> None:
        state = self._studio.state
        busy = state is StudioState.TRAINING
        text = self._phase or STATE_WORDS[state]
        self.state.setText(f"● {text}" if busy else text)
        self.state.set_tone("accent" if busy else "text_2")

    def _on_phase(self, phase: str) -> None:
        self._phase = phase
        self._show_state()

    def _show_memory(self) -> None:
        known = memory()
        self._memory_part.setVisible(known is not None)
        if known is not None:
            self.memory.setText(f"{gigabytes(known.used)} of {known.total / 1e9:.0f} GB")

    def _lay_out(self) -> None:
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 0, 0)
        self._run_part = self._part("ph.stack", self.run)
        self._memory_part = self._part("ph.hard-drives", self.memory)
        self.addWidget(self._part("ph.cpu", self.device))
        self.addWidget(self._run_part)
        self.addWidget(self._part("", self.state))
        self.addPermanentWidget(self._memory_part)
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(self.plugins)
        self.addPermanentWidget(held)

    def _part(self, icon_name: str, label: Label) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(6)
        if icon_name:
            row.addWidget(IconLabel(self._theme, icon_name, "text_2", size=14))
        row.addWidget(label)
        row.addSpacing(4)
        rule = Separator(vertical=True)
        rule.setFixedHeight(14)
        row.addWidget(rule)
        return part


def plugin_words(records: Sequence[PluginRecord]) -> tuple[str, int]:
    """Return the count of plugins in words, and how many of them are broken."""
    broken = sum(record.status is PluginStatus.BROKEN for record in records)
    total = f"{len(records)} plugins" if len(records) != 1 else "1 plugin"
    return (f"{total} · {broken} broken" if broken else total), broken
