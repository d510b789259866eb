"""Which runs are listed, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vae_studio.gui.runs.columns import COLUMNS, STARTED, search_text
from vae_studio.session.run_library import LibraryRun

ANY = ""


@dataclass(frozen=True)
class Arrangement:
    """A filter and an order.

    Attributes
    ----------
    words
        Runs must hold all of these.
    dataset, status
        Runs must have these; empty for any.
    column
        By which column runs are sorted.
    descending
        Whether the largest come first.
    folded
        Whether the published figures are folded away.
    """

    words: tuple[str, ...] = ()
    dataset: str = ANY
    status: str = ANY
    column: int = STARTED
    descending: bool = True
    folded: bool = False

    def listed(self, runs: Sequence[LibraryRun]) -> list[LibraryRun]:
        """Return the runs that are wanted, sorted; what has no figure comes last in either order."""
        key = COLUMNS[self.column].key
        wanted = [(key(run), run) for run in runs if self._wants(run)]
        known = [(value, run) for value, run in wanted if value is not None]
        known.sort(key=lambda pair: pair[0], reverse=self.descending)
        return [run for _, run in known] + [run for value, run in wanted if value is None]

    def _wants(self, run: LibraryRun) -> bool:
        if self.dataset not in (ANY, run.dataset) or self.status not in (ANY, run.entry.status):
            return False
        text = search_text(run) if self.words else ""
        return all(word in text for word in self.words)
