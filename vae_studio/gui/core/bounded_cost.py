"""How long work that repeats itself while a run trains has to wait, so that it takes little of the time."""

from __future__ import annotations

FACTOR = 33
"""Work waits so many times as long as it takes: it costs 3 % of the time at most."""
ASIDE = 99
"""The same for what goes on beside the view that is watched: 1 % of the time at most."""


class BoundedCost:
    """What such work cost the last two times.

    Of the two the cheaper one counts: the first one also compiles, and any one may have had to wait.

    Parameters
    ----------
    factor
        How many times as long as the work the wait is.
    """

    def __init__(self, factor: int = FACTOR) -> None:
        self._factor = factor
        self._before: float | None = None
        self._last: float | None = None

    def took(self, seconds: float) -> None:
        """Take note of how long it took, s."""
        self._before, self._last = self._last, seconds

    def add(self, seconds: float) -> None:
        """Take note of what else the last time brought about, s."""
        if self._last is not None:
            self._last += seconds

    def forget(self) -> None:
        """Know nothing, as of another run."""
        self._before = self._last = None

    def wait(self, least: int) -> int:
        """Return for how long to wait until the next time, at least `least`, ms."""
        if self._before is None or self._last is None:
            return least
        return max(least, round(1000 * self._factor * min(self._before, self._last)))
