"""How long a contestant trains when it is its turn."""

from __future__ import annotations

import time
from collections.abc import Callable

WITHOUT_END = 1 << 62


class CountedTurn:
    """A turn of so many optimiser steps."""

    def __init__(self, steps: int):
        self.steps = 0
        self._wanted = steps

    @property
    def left(self) -> int:
        """Steps to do yet."""
        return self._wanted - self.steps

    def over(self, steps: int) -> bool:
        """Take note of steps just done, and return whether the turn is over."""
        self.steps += steps
        return self.left <= 0


class TimedTurn:
    """A turn of at least so many seconds, after a lead-in that does not count.

    The lead-in brings the contestant's own data and code back into the processor's caches, and lets the
    threads of the one before it fall asleep.

    Attributes
    ----------
    steps
        Steps done since the end of the lead-in.
    seconds
        Time they took.
    """

    left = WITHOUT_END

    def __init__(self, seconds: float, lead_in: float, clock: Callable[[], float] = time.perf_counter):
        self.steps = 0
        self.seconds = 0.0
        self._wanted = seconds
        self._lead_in = lead_in
        self._clock = clock
        self._began = clock()
        self._measured_from: float | None = None

    def over(self, steps: int) -> bool:
        """Take note of steps just done, and return whether the turn is over."""
        now = self._clock()
        if self._measured_from is None:
            if now - self._began >= self._lead_in:
                self._measured_from = now
            return False
        self.steps += steps
        self.seconds = now - self._measured_from
        return self.seconds >= self._wanted
