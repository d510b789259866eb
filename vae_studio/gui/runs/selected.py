"""Which runs are selected, in the order in which they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


class SelectedRuns:
    """Identities of runs. What a filter hides stays selected until a selection starts anew."""

    def __init__(self) -> None:
        self._order: list[str] = []

    @property
    def order(self) -> tuple[str, ...]:
        """The identities, the one that was selected first in front."""
        return tuple(self._order)

    def place(self, identity: str) -> int | None:
        """Return the place of a run, from 0; None where it is not selected."""
        return self._order.index(identity) if identity in self._order else None

    def replace(self, identities: Sequence[str]) -> None:
        """Select these and no others."""
        self._order = list(dict.fromkeys(identities))

    def keep(self, identities: Collection[str]) -> None:
        """Let go of all others."""
        self._order = [identity for identity in self._order if identity in identities]

    def follow(self, shown: Mapping[str, bool]) -> None:
        """Follow the rows that are shown: each run's identity, and whether its row is selected."""
        kept = [identity for identity in self._order if shown.get(identity, True)]
        held = set(kept)
        self._order = kept + [identity for identity, chosen in shown.items() if chosen and identity not in held]
