"""Loading the dataset that a spec names, off the GUI thread; the newest request wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_studio.api import DataSpec
from vae_studio.gui.core.short_jobs import ShortJobs

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset
    from vae_studio.data.progress import Progress
    from vae_studio.session import Session


class DatasetLoader(QObject):
    """Loads datasets one after another, giving up a load when another is asked for.

    Signals
    -------
    loaded
        :class:`DataSpec` and :class:`Dataset`.
    failed
        :class:`DataSpec` and the exception.
    progress
        :class:`Progress` while loading, None when it is over.
    """

    loaded = Signal(object, object)
    failed = Signal(object, object)
    progress = Signal(object)

    def __init__(self, session: Session, short_jobs: ShortJobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = short_jobs
        self._cancelled: threading.Event | None = None

    @property
    def loading(self) -> bool:
        """Whether a dataset is on its way."""
        return self._cancelled is not None

    def load(self, spec: DataSpec) -> None:
        """Load what `spec` names; an earlier load that is still going on is given up."""
        self.cancel()
        cancelled = threading.Event()
        self._cancelled = cancelled

        def report(progress: Progress) -> None:
            self._jobs.report(lambda: self._unless(cancelled, lambda: self.progress.emit(progress)))

        self._jobs.submit(
            lambda: self._session.load_dataset(spec, progress=report, cancelled=cancelled.is_set),
            lambda dataset: self._unless(cancelled, lambda: self._finish(spec, dataset)),
            lambda error: self._unless(cancelled, lambda: self._fail(spec, error)),
        )

    def cancel(self) -> None:
        """Give up the load that is going on, if any."""
        if self._cancelled is not None:
            self._cancelled.set()
            self._cancelled = None

    def _unless(self, cancelled: threading.Event, action: Callable[[], None]) -> None:
        if not cancelled.is_set():
            action()

    def _finish(self, spec: DataSpec, dataset: Dataset) -> None:
        self._cancelled = None
        self.progress.emit(None)
        self.loaded.emit(spec, dataset)

    def _fail(self, spec: DataSpec, error: Exception) -> None:
        self._cancelled = None
        self.progress.emit(None)
        self.failed.emit(spec, error)
