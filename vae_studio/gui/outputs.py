"""Files that are written of what is on screen: grid, tray, and the run as code or networks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.latent.saving import save_grid
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.tray.exporting import export


class Outputs(QObject):
    """Writes off the GUI thread: what needs the model on the core thread, the rest beside it.

    Parameters
    ----------
    core, jobs
        Where it is written.
    desk
        Whose run, grid and tray it is.

    Signals
    -------
    saved
        The paths that were written, a tuple.
    failed
        An exception.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, core: Core, jobs: ShortJobs, desk: RunDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._jobs = jobs
        self._desk = desk

    def save_grid(self, path: Path, scale: int = 1) -> None:
        """Write the grid on screen: a picture, or for ``.npz`` its arrays and coordinates."""
        shown = self._desk.shown
        if shown is not None:
            self._jobs.submit(lambda: save_grid(path, shown, scale), self._say_saved, self.failed.emit)

    def export_tray(self, path: Path) -> None:
        """Write the encodings of the tray, ``.csv`` or ``.npz``."""
        cards = self._desk.tray.cards
        self._jobs.submit(lambda: export(path, cards), self._say_saved, self.failed.emit)

    def export_script(self, path: Path) -> None:
        """Write the run on screen as a Python script."""
        run = self._desk.run
        if run is not None:
            self._core.submit(lambda: run.export_script(path), self.saved.emit, self.failed.emit)

    def export_saved_model(self, folder: Path) -> None:
        """Write the networks of the run on screen as SavedModels."""
        run = self._desk.run
        if run is not None:
            self._core.submit(lambda: run.export_saved_model(folder), self._say_saved, self.failed.emit)

    def _say_saved(self, path: Path) -> None:
        self.saved.emit((path,))
