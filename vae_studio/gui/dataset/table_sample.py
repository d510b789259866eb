"""Rows of a table that does not fit into memory, read once for the figures of all its columns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.dataset.column_figures import sampled_rows
from vae_studio.gui.settings import Settings

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset


class TableSample(QObject):
    """Reads :func:`sampled_rows` of each streamed table that is loaded, on another thread.

    Signals
    -------
    arrived
        :attr:`rows` are there.
    failed
        The exception of a file that cannot be read any more.
    """

    arrived = Signal()
    failed = Signal(object)

    def __init__(self, settings: Settings, short_jobs: ShortJobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._jobs = short_jobs
        self._rows: np.ndarray | None = None
        settings.dataset_changed.connect(self._read)

    @property
    def rows(self) -> np.ndarray | None:
        """The rows of the table that was loaded last, ``[n, D]``; None of one in memory, or not read yet."""
        return self._rows

    def _read(self, dataset: Dataset) -> None:
        self._rows = None
        if dataset.kind == "table" and dataset.is_streamed:
            self._jobs.submit(
                partial(sampled_rows, dataset), partial(self._take, dataset), partial(self._fail, dataset)
            )

    def _take(self, dataset: Dataset, rows: np.ndarray) -> None:
        if dataset is self._settings.dataset:
            self._rows = rows
            self.arrived.emit()

    def _fail(self, dataset: Dataset, error: Exception) -> None:
        if dataset is self._settings.dataset:
            self.failed.emit(error)
