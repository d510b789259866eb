"""How long the window's event loop is ever silent."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot

INTERVAL_MS = 5


class GapMeter(QObject):
    """A five-millisecond timer in the GUI thread that remembers, by phase, how late it ever was.

    Parameters
    ----------
    clock
        A monotonic clock in seconds.
    """

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._phase = ""
        self._last: float | None = None
        self._longest: dict[str, float] = {}
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.tick)

    def start(self, phase: str) -> None:
        """Begin to measure, or go on under the name of another phase."""
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

    @Slot()
    def tick(self) -> None:
        """Note the time since the last tick."""
        now = self._clock()
        if self._last is not None:
            self._longest[self._phase] = max(self._longest.get(self._phase, 0.0), now - self._last)
        self._last = now

    def longest_ms(self) -> dict[str, float]:
        """Return the longest gap of each phase, in milliseconds."""
        return {phase: 1000 * seconds for phase, seconds in self._longest.items()}
