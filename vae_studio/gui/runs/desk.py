"""What can be done with the runs of the workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.notice import Notice
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.runs.comparing import RunComparing
from vae_studio.gui.runs.deleting import Deletion
from vae_studio.gui.runs.listing import Listing
from vae_studio.gui.runs.measuring import Measuring
from vae_studio.gui.runs.table_file import write_table
from vae_studio.gui.settings import Settings
from vae_studio.gui.spec_history import SpecHistory
from vae_studio.gui.studio_state import StudioState
from vae_studio.runs.folder import RunFolder
from vae_studio.session.run_library import LibraryRun

if TYPE_CHECKING:
    from vae_studio.session import Session

Value = TypeVar("Value")


class RunsDesk(QObject):
    """Lists, renames, deletes, duplicates, resumes, measures and compares runs.

    Attributes
    ----------
    listing, measuring, comparing
        The parts that have signals of their own.

    Signals
    -------
    noticed
        :class:`Notice` of what was done.
    withdrawn
        A notice that no longer holds.
    failed
        An exception.
    renamed
        The run on screen is called something else.
    """

    noticed = Signal(object)
    withdrawn = Signal(object)
    failed = Signal(object)
    renamed = Signal()

    def __init__(
        self,
        session: Session,
        core: Core,
        jobs: ShortJobs,
        desk: RunDesk,
        settings: Settings,
        history: SpecHistory,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._desk = desk
        self._settings = settings
        self._history = history
        self._library = session.library
        self.listing = Listing(self._library, jobs, self)
        self.measuring = Measuring(session, core, self)
        self.comparing = RunComparing(session, self._library, core, jobs, self)
        for part in (self.listing, self.measuring, self.comparing):
            part.failed.connect(self.failed)
        self.measuring.measured.connect(lambda _: self.listing.refresh())
        desk.state_changed.connect(self._on_state)

    def close(self) -> None:
        """Measure no more."""
        self.measuring.cancel()

    @property
    def workspace(self) -> Path:
        """The folder of the runs."""
        return self._library.workspace

    @property
    def locked(self) -> bool:
        """Whether training keeps the window from taking up another run."""
        return self._desk.state is not StudioState.IDLE

    def rename(self, run: LibraryRun, name: str) -> None:
        """Call a run something else."""
        self._do(lambda: self._library.rename(run.path, name), lambda _: self._on_renamed(run.path))

    def delete(self, runs: Sequence[LibraryRun]) -> None:
        """Move runs to the trash, and offer to bring them back."""
        paths = [run.path for run in runs]
        deletion = Deletion(paths)
        self._leave(paths)
        self._do(deletion.delete, partial(self._on_deleted, deletion))

    def duplicate(self, run: LibraryRun) -> bool:
        """Take the settings of a run for a new one; return whether that is possible now."""
        if self.locked or run.entry.spec is None:
            return False
        self._settings.take(run.entry.spec)
        self.noticed.emit(Notice("info", f"These are the settings of {run.name}. Train starts a new run."))
        return True

    def resume(self, run: LibraryRun) -> bool:
        """Go on training a run; return whether that is possible now."""
        if self.resume_obstacle(run) or run.entry.spec is None:
            return False
        path = run.path
        self._settings.take(run.entry.spec)
        self._desk.begin(lambda emit: self._session.resume(path, emit=emit))
        return True

    def resume_obstacle(self, run: LibraryRun) -> str:
        """Return why a run cannot be taken up again; empty where it can."""
        if self.locked:
            return "Training is under way."
        if run.entry.epochs is None:
            return "The run is damaged."
        if run.entry.status == "training":
            return "Another process is training this run."
        done, planned = run.entry.epochs
        if done >= planned:
            return f"All {planned} epochs are done. Open the run and raise Epochs to go on."
        return ""

    def export(self, path: Path, runs: Sequence[LibraryRun]) -> None:
        """Write the table of runs as CSV."""
        self._do(lambda: write_table(path, runs), lambda _: self.noticed.emit(Notice("info", f"Saved {path}")))

    def _on_state(self) -> None:
        """Let measuring and decoding other runs give way to training."""
        self.measuring.hold(self.locked)
        self.comparing.hold(self.locked)

    def _on_renamed(self, path: Path) -> None:
        run = self._desk.run
        if run is not None and self._is_on_screen(path):
            run.folder = RunFolder.open(path)
            self.renamed.emit()
        self.listing.refresh()

    def _leave(self, paths: Sequence[Path]) -> None:
        """Show no run that is about to be deleted; one in training stays, as it is not deleted."""
        if not self.locked and any(self._is_on_screen(path) for path in paths):
            self._desk.show(None)

    def _on_deleted(self, deletion: Deletion, errors: Sequence[Exception]) -> None:
        if deletion.trashed:
            paths = [trashed.origin for trashed in deletion.trashed]
            names = paths[0].name if len(paths) == 1 else f"{len(paths)} runs"

            def undo() -> None:
                self.withdrawn.emit(notice)
                self._do(deletion.bring_back, self._say_errors)

            def redo() -> None:
                self._leave(paths)
                self._do(deletion.delete, self._say_errors)

            take_back = self._history.remember(f"delete {names}", undo, redo)
            notice = Notice("info", f"Moved {names} to the trash.", action="Undo", on_action=take_back)
            self.noticed.emit(notice)
        self._say_errors(errors)

    def _say_errors(self, errors: Sequence[Exception]) -> None:
        """Say what could not be done, and list the runs as they are now."""
        for error in errors:
            self.failed.emit(error)
        self.listing.refresh()

    def _is_on_screen(self, path: Path) -> bool:
        return self._desk.run is not None and self._desk.run.path == path

    def _do(self, work: Callable[[], Value], done: Callable[[Value], None]) -> None:
        self._jobs.submit(work, done, self.failed.emit)
