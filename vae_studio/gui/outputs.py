"""Files that are written of what is on screen: grid, tray, and the run as code or networks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from vae_studio.api import OutputError
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.latent.saving import grid_figure
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.tray.exporting import tray_figure


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

    def provenance(self) -> dict[str, object]:
        """Return what a figure should say of where it comes from: program, run and epoch."""
        run = self._desk.run
        return {"Software": "VAE Studio", **({} if run is None else run.metadata())}

    def suggested(self, stem: str) -> Path:
        """Return where a file of this name, without ending, is suggested to go: among the run's pictures."""
        run = self._desk.run
        folder = run.path / "pictures" if run is not None and run.path is not None else Path.home()
        return folder / stem

    def save_figure(self, figure: Figure, path: Path, scale: int = 2) -> None:
        """Write a figure by the ending of the name; what must be drawn is drawn now."""
        try:
            write = figure.writer(path, scale)
        except OutputError as error:
            self.failed.emit(error)
            return
        self._jobs.submit(write, self._say_saved, self.failed.emit)

    def grid_figure(self) -> Figure | None:
        """Return the grid on screen as a figure; None without one."""
        shown = self._desk.shown
        if shown is None:
            return None
        return grid_figure(shown, self.suggested(f"grid-epoch-{shown.epoch}"), self.provenance())

    def save_grid(self, path: Path, scale: int = 1) -> None:
        """Write the grid on screen: a picture, or for ``.npz`` its arrays and coordinates."""
        figure = self.grid_figure()
        if figure is not None:
            self.save_figure(figure, path, scale)

    def tray_figure(self) -> Figure:
        """Return the encoded images of the tray as a figure.

        Raises
        ------
        OutputError
            None is encoded.
        """
        return tray_figure(self._desk.tray.cards, self.suggested("encoded-images"), self.provenance())

    def export_tray(self, path: Path) -> None:
        """Write the encodings of the tray: ``.csv``, ``.npz``, or a contact sheet ``.png``."""
        try:
            self.save_figure(self.tray_figure(), path)
        except OutputError as error:
            self.failed.emit(error)

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
