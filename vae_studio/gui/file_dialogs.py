"""Asking for files and folders, each purpose in the folder where it was last used.

The dialogs stop nothing: the window stays in use while one is open, and `then` is called with the choice.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from vae_studio.gui.preferences import Preferences


def open_files(
    preferences: Preferences,
    parent: QWidget,
    purpose: str,
    title: str,
    filters: str,
    then: Callable[[list[Path]], None],
) -> QFileDialog:
    """Ask for one or more files that exist.

    Parameters
    ----------
    preferences
        Where the folder is remembered.
    parent
        Over which the dialog stands.
    purpose
        Of the files, a word; each purpose has a folder of its own.
    title
        Of the dialog.
    filters
        Kinds of files, as Qt writes them, separated by ``;;``.
    then
        Called with what was chosen; not called where the dialog is left.
    """
    dialog = _dialog(preferences, parent, purpose, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(filters)
    dialog.filesSelected.connect(lambda files: then([Path(file) for file in files]))
    return _shown(dialog, preferences, purpose)


def open_file(
    preferences: Preferences,
    parent: QWidget,
    purpose: str,
    title: str,
    filters: str,
    then: Callable[[Path], None],
) -> QFileDialog:
    """Ask for one file that exists; parameters as for :func:`open_files`."""
    dialog = _dialog(preferences, parent, purpose, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(filters)
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    return _shown(dialog, preferences, purpose)


def open_folder(
    preferences: Preferences, parent: QWidget, purpose: str, title: str, then: Callable[[Path], None]
) -> QFileDialog:
    """Ask for a folder that exists; parameters as for :func:`open_files`."""
    dialog = _dialog(preferences, parent, purpose, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda folder: then(Path(folder)))
    return _shown(dialog, preferences, purpose)


def save_file(
    preferences: Preferences,
    parent: QWidget,
    purpose: str,
    title: str,
    suggested: Path | str,
    filters: str,
    then: Callable[[Path], None],
) -> QFileDialog:
    """Ask for the name of a file to write; a name without an ending gets that of the chosen kind.

    Parameters
    ----------
    suggested
        A name, used in the remembered folder, or a whole path, used where nothing is remembered.

    Other parameters are as for :func:`open_files`.
    """
    dialog = _dialog(preferences, parent, purpose, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(filters)
    dialog.setDefaultSuffix(_ending(filters.split(";;")[0]))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_ending(chosen)))
    suggested = Path(suggested)
    if preferences.folder(purpose) is None and suggested.parent.is_dir() and suggested.is_absolute():
        dialog.setDirectory(str(suggested.parent))
    dialog.selectFile(suggested.name)
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    return _shown(dialog, preferences, purpose)


def _dialog(preferences: Preferences, parent: QWidget, purpose: str, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    folder = preferences.folder(purpose)
    if folder is not None:
        dialog.setDirectory(str(folder))
    return dialog


def _shown(dialog: QFileDialog, preferences: Preferences, purpose: str) -> QFileDialog:
    dialog.accepted.connect(
        lambda: preferences.remember_folder(purpose, Path(dialog.directory().absolutePath()))
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.NonModal)
    dialog.show()
    return dialog


def _ending(words: str) -> str:
    """Return the first ending of a kind of files: ``png`` of ``Picture (*.png *.jpg)``."""
    return words.partition("*.")[2].split(" ")[0].rstrip(")")
