"""Measuring the log-likelihood of runs, one after another, on the core thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.worker import Core
from vae_studio.session.likelihood import COUNT, SAMPLES
from vae_studio.session.run_library import LibraryRun

if TYPE_CHECKING:
    from vae_studio.session import Session


@dataclass(frozen=True)
class MeasureProgress:
    """How far a measurement has come.

    Attributes
    ----------
    name
        Of the run.
    number, runs
        Which of the chosen runs it is, from 1, and how many there are.
    done, examples
        Examples that are done, and all; 0 while the model is being opened.
    """

    name: str
    number: int
    runs: int
    done: int = 0
    examples: int = 0

    @property
    def fraction(self) -> float:
        """Share of all the work that is done, from 0 to 1."""
        part = self.done / self.examples if self.examples else 0.0
        return (self.number - 1 + part) / self.runs


class Measuring(QObject):
    """Measures test log-likelihoods and keeps them in the runs' folders.

    Other jobs of the core thread run between its batches, so that the window stays in use meanwhile.

    Attributes
    ----------
    examples, samples
        How many test examples are measured at most, with how many importance samples each.

    Signals
    -------
    progressed
        :class:`MeasureProgress`, or None once nothing is being measured.
    measured
        The folder of a run whose measurement was kept.
    failed
        An exception.
    """

    progressed = Signal(object)
    measured = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._core = core
        self.examples, self.samples = COUNT, SAMPLES
        self._waiting: list[LibraryRun] = []
        self._total = 0
        self._cancelled = threading.Event()

    @property
    def busy(self) -> bool:
        """Whether something is being measured."""
        return self._total > 0

    def begin(self, runs: Sequence[LibraryRun]) -> None:
        """Measure these runs, unless some are being measured already."""
        if runs and not self.busy:
            self._waiting, self._total = list(runs), len(runs)
            self._cancelled.clear()
            self._next()

    def cancel(self) -> None:
        """Measure no more; what is unfinished is dropped."""
        self._waiting.clear()
        self._cancelled.set()

    def _next(self) -> None:
        if not self._waiting:
            self._total = 0
            self.progressed.emit(None)
            return
        run = self._waiting.pop(0)
        start = MeasureProgress(run.name, self._total - len(self._waiting), self._total)
        self.progressed.emit(start)
        self._core.submit(lambda: self._measure(run.path, start), self._on_done, self._on_failed)

    def _measure(self, path: Path, start: MeasureProgress) -> Path | None:
        """Measure one run, on the core thread; None where it was cancelled."""
        opened = self._session.open(path)
        found = opened.likelihood(
            count=self.examples,
            samples=self.samples,
            progress=self._report(start),
            cancelled=self._cancelled.is_set,
        )
        if self._cancelled.is_set():
            return None
        opened.keep_likelihood(found)
        return path

    def _report(self, start: MeasureProgress) -> Callable[[int, int], None]:
        def report(done: int, examples: int) -> None:
            progress = MeasureProgress(start.name, start.number, start.runs, done, examples)
            self._core.call_in_gui(self.progressed.emit, progress)
            self._core.drain()

        return report

    def _on_done(self, path: Path | None) -> None:
        if path is not None:
            self.measured.emit(path)
        self._next()

    def _on_failed(self, error: Exception) -> None:
        if not self._cancelled.is_set():
            self.failed.emit(error)
        self._next()
