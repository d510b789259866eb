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


def ask_and_save(studio: Studio, theme: Theme, figure: Figure | None, parent: QWidget) -> SaveDialog | None:
    """Ask for file, format and scale, and save the figure as it was when it was asked for.

    A plot is drawn as it stands when the dialog is accepted. Without a figure nothing is asked, and there is
    no dialog.
    """
    if figure is None:
        return None
    dialog = SaveDialog(theme, figure, studio.preferences, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: studio.outputs.save_figure(figure, dialog.path, dialog.scale.value()))
    dialog.show()
    return dialog


def copy_figure(figure: Figure | None, scale: int = 1) -> None:
    """Put the picture of a figure on the clipboard, where there is one."""
    if figure is None or not figure.has_picture:
        return
    QGuiApplication.clipboard().setImage(figure.image(scale))
