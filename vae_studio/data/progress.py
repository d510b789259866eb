"""How far the reading of a dataset has come, told at a rate that a window can follow."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from vae_studio.api.errors import DataError

SECONDS_BETWEEN_REPORTS = 0.05
SECONDS_BEFORE_ESTIMATE = 1.0


@dataclass(frozen=True)
class Progress:
    """One report.

    Attributes
    ----------
    phase
        ``"listing"`` and ``"reading"`` (in examples), ``"checking"`` and ``"downloading"`` (in bytes).
    done
        How many so far.
    total
        How many there will be; None while that is not known.
    seconds_left
        How long the phase will go on at its mean speed so far; None in its first second.
    """

    phase: str
    done: int
    total: int | None
    seconds_left: float | None = None

    @property
    def in_bytes(self) -> bool:
        """Whether bytes are counted, not examples."""
        return self.phase in ("checking", "downloading")


class ReadingCancelledError(DataError):
    """The reading of a dataset was given up because the caller asked for it."""

    def __init__(self) -> None:
        super().__init__("Reading the dataset was cancelled.")


class Reporter:
    """Passes progress on, not too often, and stops the work when the caller asks for it.

    Parameters
    ----------
    progress
        Called with each report, in the thread that reads.
    cancelled
        Asked between pieces of work whether to stop.
    clock
        Seconds, as :func:`time.monotonic`.
    """

    def __init__(
        self,
        progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._clock = clock
        self._last = float("-inf")
        self._phase = ""
        self._begun = (0.0, 0)

    def check(self) -> None:
        """Stop here when the caller has asked for it.

        Raises
        ------
        ReadingCancelledError
            The caller has asked.
        """
        if self._cancelled is not None and self._cancelled():
            raise ReadingCancelledError

    def report(self, phase: str, done: int, total: int | None) -> None:
        """Tell how far the work has come; the last report of a phase is never left out.

        Raises
        ------
        ReadingCancelledError
            The caller has asked to stop.
        """
        self.check()
        if self._progress is None:
            return
        now = self._clock()
        if phase != self._phase:
            self._phase, self._begun = phase, (now, done)
        if now - self._last >= SECONDS_BETWEEN_REPORTS or done == total:
            self._last = now
            self._progress(Progress(phase, done, total, self._seconds_left(now, done, total)))

    def _seconds_left(self, now: float, done: int, total: int | None) -> float | None:
        begun, first = self._begun
        if total is None or now - begun < SECONDS_BEFORE_ESTIMATE or done <= first:
            return None
        return (total - done) * (now - begun) / (done - first)
