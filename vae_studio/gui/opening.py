"""Opening datasets and runs: asked for in dialogs, or taken from what was open lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from vae_studio.gui.dataset.source_kind import of_source
from vae_studio.gui.dataset.source_picker import DATASET_FILTER
from vae_studio.gui.file_dialogs import open_file, open_folder
from vae_studio.gui.studio import Studio

DATASETS, RUNS = "datasets", "runs"


class Opening(QObject):
    """Asks what to open, has the studio open it, and takes note of what was opened.

    Parameters
    ----------
    studio
        Opens it.
    window
        Over which the dialogs stand.
    """

    def __init__(self, studio: Studio, window: QWidget) -> None:
        super().__init__(window)
        self._studio = studio
        self._window = window
        studio.dataset_changed.connect(self._note_dataset)
        studio.run_changed.connect(self._note_run)

    def dataset_folder(self) -> None:
        """Ask for a folder, and take it as the dataset."""
        open_folder(
            self._studio.preferences,
            self._window,
            DATASETS,
            "Open dataset folder",
            lambda folder: self.dataset(str(folder)),
        )

    def dataset_file(self) -> None:
        """Ask for a file, and take it as the dataset."""
        open_file(
            self._studio.preferences,
            self._window,
            DATASETS,
            "Open dataset file",
            DATASET_FILTER,
            lambda file: self.dataset(str(file)),
        )

    def run(self) -> None:
        """Ask for the folder of a run, and open it."""
        dialog = open_folder(self._studio.preferences, self._window, RUNS, "Open run", self._studio.open_run)
        workspace = self._studio.session.workspace
        if self._studio.preferences.folder(RUNS) is None and workspace.is_dir():
            dialog.setDirectory(str(workspace))

    def dataset(self, source: str) -> None:
        """Take a dataset by its name or path, read with the usual settings for its kind."""
        if not self._studio.locked:
            self._studio.load_dataset(of_source(self._studio.spec.data, source))

    def _note_dataset(self) -> None:
        dataset = self._studio.dataset
        if dataset is not None:
            self._studio.preferences.add_recent(DATASETS, dataset.spec.source)

    def _note_run(self) -> None:
        run = self._studio.run
        if run is not None and run.path is not None:
            self._studio.preferences.add_recent(RUNS, str(Path(run.path)))
