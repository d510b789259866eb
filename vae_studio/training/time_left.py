"""How long the rest of a run will take, learnt from what it has done."""

from __future__ import annotations

import math
from dataclasses import dataclass

MEMORY_SECONDS = 5.0
"""For how long a turn of the loop counts in the estimate of the next ones."""


@dataclass
class TimeLeft:
    """Everything that is still to come: steps with what is done between them, epochs' ends, the test.

    Attributes
    ----------
    validation, test
        Examples in the two splits.
    batch_size
        Examples per step; until a split has been measured, its examples are taken to cost as much as those of
        training steps do.
    """

    validation: int
    test: int
    batch_size: int
    _per_step: float | None = None
    _end: float | None = None
    _measuring: float | None = None
    _ends: int = 0

    def stepped(self, steps: int, seconds: float) -> None:
        """Take note of a turn of the loop: so many steps, and everything done before the next ones."""
        seen = max(seconds, 1e-6) / steps
        if self._per_step is None:
            self._per_step = seen
        else:
            self._per_step += (1.0 - math.exp(-seconds / MEMORY_SECONDS)) * (seen - self._per_step)

    def ended(self, measuring: float, seconds: float) -> None:
        """Take note of an epoch's end: the seconds of its validation, and of all of it.

        The first one also compiles; the second replaces it.
        """
        self._ends += 1
        if self._end is None or self._measuring is None or self._ends == 2:
            self._measuring, self._end = measuring, seconds
        else:
            self._measuring += 0.3 * (measuring - self._measuring)
            self._end += 0.3 * (seconds - self._end)

    @property
    def measuring(self) -> float | None:
        """How long the next pass over the validation split will take; None before the first one."""
        if self._measuring is None or self._per_step is None:
            return None
        return self.validation * self._per_step / self.batch_size if self._ends == 1 else self._measuring

    def seconds(self, steps: int, epochs: int) -> float | None:
        """Return the seconds left, or None while nothing is known.

        Parameters
        ----------
        steps, epochs
            Steps, and ends of epochs, that are still to come.
        """
        if self._per_step is None:
            return None
        per_example = self._per_step / self.batch_size
        end = self.validation * per_example if self._end is None else self._end
        if self._measuring is not None and self.validation:
            per_example = self._measuring / self.validation
        return steps * self._per_step + epochs * end + self.test * per_example
