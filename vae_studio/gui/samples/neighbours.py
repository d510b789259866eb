"""The training examples that are nearest to what is on screen, searched off both other threads."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.data.dataset import Dataset
from vae_studio.data.rows import read_rows
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.scatter.feed import matching
from vae_studio.gui.settings import Settings
from vae_studio.latent.nearest import NearestSearch, Neighbours, SearchCancelledError

if TYPE_CHECKING:
    from vae_studio.session import Run


@dataclass(frozen=True, eq=False)
class FoundNeighbours:
    """The nearest training example to each of some examples.

    Attributes
    ----------
    of
        The examples, ``[Q, *data_shape]``; the very array that was asked about.
    neighbours
        Which they are, and how far away.
    examples
        The training examples themselves, as stored, ``[Q, *data_shape]``.
    classes
        The name of each one's class; empty where the dataset has no labels.
    seconds
        How long the search took.
    """

    of: np.ndarray
    neighbours: Neighbours
    examples: np.ndarray
    classes: tuple[str, ...]
    seconds: float = 0.0


class NeighboursSearch(QObject):
    """Searches the training split of the run on screen; the newest question wins.

    Signals
    -------
    found
        :class:`FoundNeighbours`.
    progressed
        Training examples looked at so far, and how many there are.
    failed
        The exception of a search.
    """

    found = Signal(object)
    progressed = Signal(int, int)
    failed = Signal(object)

    def __init__(
        self, jobs: ShortJobs, desk: RunDesk, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._desk = desk
        self._settings = settings
        self._asked = 0
        desk.run_changed.connect(self.cancel)

    def ask(self, x: np.ndarray) -> None:
        """Find the neighbours of examples ``[Q, *data_shape]``."""
        self._asked += 1
        run, number = self._desk.run, self._asked
        if run is None:
            return
        dataset = matching(self._settings.dataset, run)
        self._jobs.submit(
            lambda: self._search(number, run, dataset, x),
            lambda found: self._deliver(number, found),
            lambda error: self._fail(number, error),
        )

    def cancel(self) -> None:
        """Forget the search that is under way."""
        self._asked += 1

    def _search(self, number: int, run: Run, dataset: Dataset | None, x: np.ndarray) -> FoundNeighbours:
        dataset = dataset or run.dataset
        began = perf_counter()
        search = NearestSearch(dataset.examples, dataset.splits.train)
        neighbours = search.find(
            x,
            progress=lambda done, total: self._jobs.report(lambda: self._progress(number, done, total)),
            cancelled=lambda: number != self._asked,
        )
        labels = None if dataset.labels is None else dataset.labels[neighbours.indices]
        classes = () if labels is None else tuple(dataset.class_names[label] for label in labels)
        seconds = perf_counter() - began
        return FoundNeighbours(x, neighbours, read_rows(dataset.examples, neighbours.indices), classes, seconds)

    def _progress(self, number: int, done: int, total: int) -> None:
        if number == self._asked:
            self.progressed.emit(done, total)

    def _deliver(self, number: int, found: FoundNeighbours) -> None:
        if number == self._asked:
            self.found.emit(found)

    def _fail(self, number: int, error: Exception) -> None:
        if number == self._asked and not isinstance(error, SearchCancelledError):
            self.failed.emit(error)
