"""Of nested stretches of time, what each one took by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stretch:
    """Something that a thread did, from `begin` for so long; in any unit of time."""

    name: str
    begin: float
    duration: float

    @property
    def end(self) -> float:
        return self.begin + self.duration


def self_times(stretches: Iterable[Stretch]) -> Counter[str]:
    """Return the time of each name on one thread, less that of what ran within it.

    >>> self_times([Stretch("step", 0, 10), Stretch("Conv2D", 2, 5)])
    Counter({'step': 5, 'Conv2D': 5})
    """
    found: Counter[str] = Counter()
    open_ones: list[Stretch] = []
    for one in sorted(stretches, key=lambda stretch: (stretch.begin, -stretch.duration)):
        while open_ones and open_ones[-1].end <= one.begin:
            open_ones.pop()
        if open_ones:
            found[open_ones[-1].name] -= one.duration
        found[one.name] += one.duration
        open_ones.append(one)
    return found
