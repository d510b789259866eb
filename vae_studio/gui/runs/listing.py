"""The list of runs, read on another thread and again whenever a file in the workspace changes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.session.run_library import LibraryRun, RunLibrary

SETTLING_MS = 400
"""Time for which changes are gathered before the runs are read again."""


class Listing(QObject):
    """Reads the workspace's runs, and while it is active follows what changes there.

    Parameters
    ----------
    library
        Reads them.
    jobs
        Where.

    Signals
    -------
    listed
        :class:`LibraryRun` objects, newest first: a tuple.
    failed
        An exception.
    """

    listed = Signal(object)
    failed = Signal(object)

    def __init__(self, library: RunLibrary, jobs: ShortJobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._jobs = jobs
        self._runs: tuple[LibraryRun, ...] | None = None
        self._active = False
        self._reading = False
        self._stale = True
        self._watcher: QFileSystemWatcher | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLING_MS)
        self._timer.timeout.connect(self.refresh)

    @property
    def runs(self) -> tuple[LibraryRun, ...] | None:
        """The runs as read last; None before that."""
        return self._runs

    def set_active(self, active: bool) -> None:
        """Follow the workspace from now on, or let it be until it is looked at again."""
        self._active = active
        if active and self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(lambda _: self._changed())
        if active and self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Read the runs now; one reading at a time."""
        if self._reading:
            self._stale = True
            return
        self._reading, self._stale = True, False
        self._jobs.submit(self._library.runs, self._on_read, self._on_failed)

    def _changed(self) -> None:
        self._stale = True
        if self._active and not self._timer.isActive():
            self._timer.start()

    def _on_read(self, runs: tuple[LibraryRun, ...]) -> None:
        self._reading = False
        self._runs = runs
        self._watch(runs)
        self.listed.emit(runs)
        if self._stale and self._active:
            self._timer.start()

    def _on_failed(self, error: Exception) -> None:
        self._reading = False
        self.failed.emit(error)

    def _watch(self, runs: tuple[LibraryRun, ...]) -> None:
        """Watch the workspace and the folder of each run."""
        if self._watcher is None:
            return
        wanted = {str(run.path) for run in runs} | {str(_existing(self._library.workspace))}
        watched = set(self._watcher.directories())
        if gone := watched - wanted:
            self._watcher.removePaths(sorted(gone))
        if new := wanted - watched:
            self._watcher.addPaths(sorted(new))


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())
