"""The dialogs that the main window opens; none of them stops it."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme


class WindowDialogs(QObject):
    """Opens dialogs over a window; each is loaded when it is first wanted.

    Parameters
    ----------
    studio, theme
        What they show, and how.
    window
        Over which they stand.
    """

    def __init__(self, studio: Studio, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._studio = studio
        self._theme = theme
        self._window = window

    @property
    def plugins(self) -> QDialog | None:
        """The plugins dialog, while it is open."""
        return self._window.findChild(QDialog, "plugins")

    def show_plugins(self) -> None:
        """Open the plugins dialog, or bring it to the front."""
        dialog_module = import_module("vae_studio.gui.plugins_dialog.dialog")
        dialog_module.show_plugins_dialog(self._studio, self._theme, self._window)

    def show_comparison(self) -> None:
        """Set the run on screen beside another one, in a window of its own."""
        dialog_module = import_module("vae_studio.gui.compare.dialog")
        dialog = dialog_module.CompareDialog(self._studio, self._theme, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    @property
    def performance(self) -> QDialog | None:
        """The figures of the window's own speed, while they are shown."""
        return self._window.findChild(QDialog, "performance")

    def show_performance(self) -> None:
        """Show how long the window is ever silent, or bring that to the front."""
        dialog = self.performance
        if dialog is None:
            dialog_module = import_module("vae_studio.gui.performance.dialog")
            dialog = dialog_module.PerformanceDialog(self._studio, self._theme, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_about(self) -> None:
        """Say what the program is, and its version."""
        box = QMessageBox(self._window)
        box.setWindowTitle("About VAE Studio")
        box.setText(f"VAE Studio {version('vae-studio')}\nVariational autoencoders on the desktop.")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowModality(Qt.WindowModality.NonModal)
        box.show()
