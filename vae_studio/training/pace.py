"""How many steps a compiled call should run, and how long the rest will take."""

from __future__ import annotations

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
    """When the next live picture is due, so that pictures cost at most :data:`SHARE` of the time.

    Attributes
    ----------
    interval
        Least seconds between two pictures.
    """

    interval: float
    _due: float = 0.0
    _made: int = 0

    SHARE = 0.03
    LONGEST_INTERVAL = 5.0

    def is_due(self, now: float) -> bool:
        """Return whether a picture should be made at time `now`, in seconds."""
        return now >= self._due

    def made(self, began: float, ended: float) -> None:
        """Take note of when a picture was begun and ended, in seconds.

        The first one also compiles the decoder, which says nothing of what the next will cost.
        """
        cost = ended - began if self._made else 0.0
        self._made += 1
        self._due = ended + max(self.interval, min(cost / self.SHARE, self.LONGEST_INTERVAL))
