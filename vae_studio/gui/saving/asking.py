"""What follows when somebody wants a figure: the dialog and the file, or the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from vae_studio.gui.saving.dialog import SaveDialog
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.theme import Theme

if TYPE_CHECKING:
    from vae_studio.gui.studio import Studio


def ask_and_save(studio: Studio, theme: Theme, figure: Figure, parent: QWidget) -> SaveDialog:
    """Ask for file, format and scale, and save the figure as it was when it was asked for.

    A plot is drawn as it stands when the dialog is accepted.
    """
    dialog = SaveDialog(theme, figure, studio.preferences, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: studio.outputs.save_figure(figure, dialog.path, dialog.scale.value()))
    dialog.show()
    return dialog


def copy_figure(figure: Figure, scale: int = 1) -> None:
    """Put the picture of a figure on the clipboard."""
    QGuiApplication.clipboard().setImage(figure.image(scale))
