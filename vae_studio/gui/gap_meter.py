"""How long the window's event loop is ever silent."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Slot

INTERVAL_MS = 5
NOTABLE_SECONDS = 0.02
"""A gap that is kept with its time and phase: longer than a frame at 60 Hz."""
KEPT_GAPS = 2000


@dataclass(frozen=True)
class Gap:
    """One silence of the event loop.

    Attributes
    ----------
    phase
        What was going on.
    ended
        When it was over, s after the meter was made.
    seconds
        How long it lasted.
    cause
        Where the interpreter was meanwhile, as far as somebody watched; empty otherwise.
    """

    phase: str
    ended: float
    seconds: float
    cause: str = ""


class GapMeter(QObject):
    """A five-millisecond timer in the GUI thread that remembers, by phase, how late it ever was.

    Parameters
    ----------
    clock
        A monotonic clock in seconds.

    Attributes
    ----------
    explain
        Asked in the tick after a notable gap what held it up; None asks nobody.
    beat
        Called in every tick; None calls nobody.
    """

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self.explain: Callable[[], str] | None = None
        self.beat: Callable[[], None] | None = None
        self._clock = clock
        self._made = clock()
        self._phase = ""
        self._last: float | None = None
        self._longest: dict[str, float] = {}
        self._gaps: deque[Gap] = deque(maxlen=KEPT_GAPS)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def running(self) -> bool:
        """Whether it measures."""
        return self._timer.isActive()

    @property
    def phase(self) -> str:
        """The name under which it measures."""
        return self._phase

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The last notable gaps, oldest first."""
        return tuple(self._gaps)

    def start(self, phase: str) -> None:
        """Begin to measure, or go on under the name of another phase.

        A silence belongs to the phase in which it began.
        """
        if self._timer.isActive():
            self.tick()
        self._phase = phase
        self._longest.setdefault(phase, 0.0)
        self._last = self._clock()
        self._timer.start()

    def stop(self) -> None:
        """Stop measuring; the figures stay."""
        if self._timer.isActive():
            self.tick()
            self._timer.stop()

    def forget(self) -> None:
        """Begin anew: no gap has been seen."""
        self._gaps.clear()
        self._longest = dict.fromkeys((self._phase,) if self.running else (), 0.0)

    @Slot()
    def tick(self) -> None:
        """Note the time since the last tick."""
        now = self._clock()
        if self._last is not None:
            self._note(now - self._last, now)
        self._last = now
        if self.beat is not None:
            self.beat()

    def longest_ms(self) -> dict[str, float]:
        """Return the longest gap of each phase, in milliseconds."""
        return {phase: 1000 * seconds for phase, seconds in self._longest.items()}

    def _note(self, seconds: float, now: float) -> None:
        self._longest[self._phase] = max(self._longest.get(self._phase, 0.0), seconds)
        if seconds >= NOTABLE_SECONDS:
            cause = self.explain() if self.explain is not None else ""
            self._gaps.append(Gap(self._phase, now - self._made, seconds, cause))
