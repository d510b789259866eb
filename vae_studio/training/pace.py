"""How many steps a compiled call should run, and how long the rest will take."""

from __future__ import annotations

import math
from dataclasses import dataclass

MOST_STEPS = 10_000
SMOOTHING = 0.2


@dataclass
class Pace:
    """The speed of a run, learnt from its calls.

    Attributes
    ----------
    seconds_per_call
        How long a call should last, which is also about the most that Pause, Stop or a request for a
        picture waits.
    seconds_per_step
        Smoothed duration of one step; None before the first measured call.
    """

    seconds_per_call: float = 0.1
    seconds_per_step: float | None = None
    _steps: int = 0
    _seconds: float = 0.0

    def steps(self, left: int) -> int:
        """Return how many steps the next call should run, at most so many as are left in the epoch."""
        if self.seconds_per_step is None:
            return 1
        return max(1, min(left, MOST_STEPS, round(self.seconds_per_call / self.seconds_per_step)))

    def learn(self, steps: int, seconds: float) -> None:
        """Take note of a call's duration."""
        self._steps += steps
        self._seconds += seconds
        seen = max(seconds, 1e-6) / steps
        if self.seconds_per_step is None:
            self.seconds_per_step = seen
        else:
            self.seconds_per_step += SMOOTHING * (seen - self.seconds_per_step)

    def rate(self, batch_size: int) -> float:
        """Return examples per second, as they are now."""
        return 0.0 if self.seconds_per_step is None else batch_size / self.seconds_per_step

    def overall_rate(self, batch_size: int) -> float | None:
        """Return examples per second over all measured calls; None before the first."""
        return self._steps * batch_size / self._seconds if self._seconds > 0 else None


@dataclass
class LivePace:
    """When the next live picture is due, so that making pictures takes at most :data:`SHARE` of the time.

    What a window then does with a picture takes some more; both together stay below 3 %.

    Attributes
    ----------
    interval
        Least seconds between two pictures.
    """

    interval: float
    _ended: float = -math.inf
    _cost: float | None = None
    _made: int = 0

    SHARE = 0.025
    SMOOTHING = 0.3
    LARGEST_RISE = 4.0

    def is_due(self, now: float, *, bounded: bool = True) -> bool:
        """Return whether a picture should be made at time `now`, in seconds.

        Parameters
        ----------
        now
            Seconds.
        bounded
            Whether the share counts, or the interval alone.
        """
        wait = self._cost / self.SHARE if bounded and self._cost is not None else 0.0
        return now >= self._ended + max(self.interval, wait)

    def made(self, began: float, ended: float) -> None:
        """Take note of when a picture was begun and ended, in seconds.

        The first one also compiles the decoder, which says nothing of what the next will cost; and of a single
        one that took many times as long as usual not all is believed.
        """
        cost = ended - began
        if self._made == 1:
            self._cost = cost
        elif self._cost is not None:
            self._cost += self.SMOOTHING * (min(cost, self.LARGEST_RISE * self._cost) - self._cost)
        self._made += 1
        self._ended = ended

    def passed(self, ended: float) -> None:
        """Take note that there was no picture to make, which says nothing of what one costs."""
        self._ended = ended
