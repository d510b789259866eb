"""The sample under the pointer, large, beside the training example that is nearest to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer

from vae_studio.gui.figures import count, decimal
from vae_studio.gui.pixels import to_image
from vae_studio.gui.samples.neighbours import FoundNeighbours, NeighboursSearch

if TYPE_CHECKING:
    from vae_studio.gui.widgets.pointed_pair import PointedPair

RESTING_MS = 150
"""How long the pointer rests on a sample before its neighbour is searched."""


class UnderPointer(QObject):
    """Fills a pair of pictures; searches the neighbour of a sample on which the pointer rests.

    Parameters
    ----------
    search
        Finds neighbours.
    pair
        Where the two are shown.
    """

    def __init__(self, search: NeighboursSearch, pair: PointedPair, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._pair = pair
        self._example: np.ndarray | None = None
        self._found: FoundNeighbours | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(RESTING_MS)
        self._timer.timeout.connect(self._ask)

    def point_at(self, example: np.ndarray | None, words: str = "", *, searching: bool = False) -> None:
        """Show an example ``[1, H, W, C]`` and its neighbour, or nothing.

        Parameters
        ----------
        example
            A slice of the samples; None for nothing.
        words
            Where it is.
        searching
            Whether the neighbours of all samples are being searched anyway.
        """
        self._example = example
        self._timer.stop()
        if example is None:
            self._pair.clear()
            return
        self._pair.show_first(to_image(example[0]), words)
        if not self._show_neighbour() and not searching:
            self._timer.start()

    def take(self, found: FoundNeighbours | None) -> None:
        """Learn of neighbours, of all samples or of one; None forgets them."""
        self._found = found
        self._show_neighbour()

    def _ask(self) -> None:
        if self._example is not None:
            self._search.ask(self._example)

    def _show_neighbour(self) -> bool:
        """Show the neighbour of what is pointed at, and return whether it is known."""
        found, example = self._found, self._example
        place = None if found is None or example is None else _place(found.of, example)
        if found is None or place is None:
            self._pair.show_second(None)
            return False
        distance = decimal(float(found.neighbours.distances[place]), 2)
        lines = [f"example {count(int(found.neighbours.indices[place]))}", f"distance {distance}"]
        if found.classes:
            lines.insert(0, f"class {found.classes[place]}")
        self._pair.show_second(to_image(found.examples[place]), "\n".join(lines))
        return True


def _place(among: np.ndarray, example: np.ndarray) -> int | None:
    """Return at which place of an array a slice of it lies; None where it is a slice of another."""
    return next((place for place, one in enumerate(among) if np.shares_memory(one, example)), None)
