"""File ▸ Export: the run on screen as a script or as SavedModels."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from vae_studio.gui.file_dialogs import save_file
from vae_studio.gui.studio import Studio


class RunExport(QObject):
    """Fills the menu, asks where to, and has the studio write.

    Parameters
    ----------
    studio
        Whose run it is.
    menu
        The empty menu to fill.
    window
        Over which it asks for files.
    """

    def __init__(self, studio: Studio, menu: QMenu, window: QWidget) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        menu.setToolTipsVisible(True)
        self.script = menu.addAction("Python script…")
        self.script.setToolTip("One readable file that trains this model anew, in TensorFlow Probability")
        self.script.triggered.connect(self.choose_script)
        self.saved_model = menu.addAction("SavedModel…")
        self.saved_model.setToolTip("Encoder, decoder and prior as TensorFlow loads them, without the studio")
        self.saved_model.triggered.connect(self.choose_folder)
        for changed in (studio.run_changed, studio.state_changed):
            changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Allow to export what there is: a run with a folder of its own."""
        run = self._studio.run
        for action in (self.script, self.saved_model):
            action.setEnabled(run is not None and run.path is not None)

    def choose_script(self) -> None:
        """Ask for a file and write the script to it."""
        suggested = f"{self._studio.run_name or 'model'}.py"
        save_file(
            self._studio.preferences,
            self._window,
            "exports",
            "Export as Python script",
            suggested,
            "Python scripts (*.py)",
            self._studio.outputs.export_script,
        )

    def choose_folder(self) -> None:
        """Ask for a new folder and write the SavedModels to it."""
        suggested = f"{self._studio.run_name or 'model'}-saved"
        save_file(
            self._studio.preferences,
            self._window,
            "exports",
            "Export as SavedModel: name of a new folder",
            suggested,
            "",
            self._studio.outputs.export_saved_model,
        )
