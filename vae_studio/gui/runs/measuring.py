"""Measuring the log-likelihood of runs, one after another, on the core thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.long_job import LongJob, Steps
from vae_studio.gui.core.worker import Core
from vae_studio.session.likelihood import COUNT, SAMPLES, measure_split_in_steps
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
    waiting
        Whether it waits for something more urgent.
    seconds_left
        Until this run is measured, as far as is known.
    """

    name: str
    number: int
    runs: int
    done: int = 0
    examples: int = 0
    waiting: bool = False
    seconds_left: float | None = None

    @property
    def fraction(self) -> float:
        """Share of all the work that is done, from 0 to 1."""
        part = self.done / self.examples if self.examples else 0.0
        return (self.number - 1 + part) / self.runs


class ExamplePace:
    """Learns how long an example takes from how many are done when; rests do not count."""

    def __init__(self) -> None:
        self._last: tuple[int, float] | None = None
        self._done, self._seconds = 0, 0.0

    def rest(self) -> None:
        """Take no note of the time until something more is done."""
        self._last = None

    def left(self, done: int, examples: int, now: float) -> float | None:
        """Take note of how many examples are done at time `now`, seconds; return the seconds left, if known."""
        if self._last is not None:
            self._done += done - self._last[0]
            self._seconds += now - self._last[1]
        self._last = done, now
        return (examples - done) * self._seconds / self._done if self._done else None


class Measuring(QObject):
    """Measures test log-likelihoods and keeps them in the runs' folders.

    Other jobs of the core thread run between its steps, so that the window stays in use meanwhile; it gives
    way to training altogether.

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

    def __init__(
        self,
        session: Session,
        core: Core,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._job = LongJob(core, "measuring", self)
        self._job.progressed.connect(self._on_step)
        self.examples, self.samples = COUNT, SAMPLES
        self._waiting: list[LibraryRun] = []
        self._total = 0
        self._progress: MeasureProgress | None = None
        self._held = False
        self._clock = clock
        self._pace = ExamplePace()

    @property
    def busy(self) -> bool:
        """Whether something is being measured."""
        return self._total > 0

    def begin(self, runs: Sequence[LibraryRun]) -> None:
        """Measure these runs, unless some are being measured already."""
        if runs and not self.busy:
            self._waiting, self._total = list(runs), len(runs)
            self._next()

    def cancel(self) -> None:
        """Measure no more; what is unfinished is dropped."""
        if self.busy:
            self._waiting.clear()
            self._job.cancel()
            self._next()

    def hold(self, held: bool) -> None:
        """Give way for a while; with False go on."""
        self._held = held
        self._pace.rest()
        self._job.hold(held)
        if self._progress is not None:
            self._tell(self._progress)

    def _next(self) -> None:
        if not self._waiting:
            self._total = 0
            self._tell(None)
            return
        run = self._waiting.pop(0)
        self._pace = ExamplePace()
        self._tell(MeasureProgress(run.name, self._total - len(self._waiting), self._total))
        self._job.start(self._measure(run.path), self._on_done, self._on_failed)

    def _measure(self, path: Path) -> Steps:
        """Measure one run, on the core thread, and keep what is found; returns its folder."""
        run = self._session.open(path)
        found = yield from measure_split_in_steps(
            run, run.complete_epochs, count=self.examples, samples=self.samples
        )
        run.keep_likelihood(found)
        return path

    def _on_step(self, done: int, examples: int) -> None:
        if self._progress is not None:
            left = self._pace.left(done, examples, self._clock())
            self._tell(replace(self._progress, done=done, examples=examples, seconds_left=left))

    def _tell(self, progress: MeasureProgress | None) -> None:
        self._progress = None if progress is None else replace(progress, waiting=self._held)
        self.progressed.emit(self._progress)

    def _on_done(self, path: Path) -> None:
        self.measured.emit(path)
        self._next()

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self._next()
