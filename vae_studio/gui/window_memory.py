"""What the window remembers from one day to the next: its place, its docks, its theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

from vae_studio.gui.theme import Mode, Theme

LAYOUT_VERSION = 1
MODES: tuple[Mode, ...] = ("system", "dark", "light")


class WindowMemory:
    """Reads and writes the user's settings of the window."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def theme_mode(self) -> Mode:
        """Return the theme that was chosen last; the system's by default."""
        chosen = self._settings.value("theme", "system")
        return next((mode for mode in MODES if mode == chosen), "system")

    def restore(self, window: QMainWindow) -> bool:
        """Give a window its former place and docks; return whether there were any."""
        geometry, docks = self._settings.value("geometry"), self._settings.value("docks")
        if not isinstance(geometry, QByteArray) or not isinstance(docks, QByteArray):
            return False
        return window.restoreGeometry(geometry) and window.restoreState(docks, LAYOUT_VERSION)

    def remember(self, window: QMainWindow, theme: Theme) -> None:
        """Write down place, docks and theme."""
        self._settings.setValue("geometry", window.saveGeometry())
        self._settings.setValue("docks", window.saveState(LAYOUT_VERSION))
        self._settings.setValue("theme", theme.mode)
