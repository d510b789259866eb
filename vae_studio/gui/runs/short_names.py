"""Names of runs without what they all begin with, for legends and heads of columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

LEAST_WORDS = 2


def short_names(names: Sequence[str]) -> list[str]:
    """Return names without their common first words: ``z2-007`` and ``z2-b4-008`` of two that begin alike.

    Words are joined by hyphens. One common word stays where a name would otherwise be its number alone.
    """
    if len(set(names)) < 2:
        return list(names)
    words = zip(*(name.split("-") for name in names), strict=False)
    shared = sum(1 for _ in takewhile(lambda alike: len(set(alike)) == 1, words))
    is_bare = any(len(name.split("-")) - shared < LEAST_WORDS for name in names)
    dropped = max(0, shared - 1) if is_bare else shared
    return ["-".join(name.split("-")[dropped:]) for name in names]
