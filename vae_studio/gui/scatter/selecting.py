"""Which examples of the scatter are selected, and what becomes of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.data.dataset import Dataset
from vae_studio.data.parts import example_at
from vae_studio.gui.drops import titled
from vae_studio.gui.pixels import to_image
from vae_studio.gui.scatter.chosen_gallery import words_of
from vae_studio.gui.scatter.drawer import SelectionDrawer
from vae_studio.gui.scatter.feed import ShownPoints
from vae_studio.gui.studio import Studio

NO_EXAMPLES = np.zeros(0, np.int64)


class SelectedPoints(QObject):
    """Examples by their indices in the dataset, so that they stay selected when they are encoded anew.

    Parameters
    ----------
    studio
        Whose tray and traversals take what is selected.
    drawer
        Lists it.

    Signals
    -------
    changed
        Other examples are selected; whether the first ones came.
    """

    changed = Signal(bool)

    def __init__(self, studio: Studio, drawer: SelectionDrawer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._drawer = drawer
        self._shown: ShownPoints | None = None
        self._indices = NO_EXAMPLES
        drawer.clear_wanted.connect(self.clear)
        drawer.tray_wanted.connect(self.add_to_tray)
        drawer.traversal_wanted.connect(studio.views.traversals.start_from_example)

    @property
    def indices(self) -> np.ndarray:
        """The selected examples, int64 ``[n]``, ascending."""
        return self._indices

    def show(self, shown: ShownPoints | None) -> None:
        """Keep those of the selected examples that are shown."""
        self._shown = shown
        there = NO_EXAMPLES if shown is None else shown.points.indices
        self._indices = np.intersect1d(self._indices, there)
        self._list()

    def choose(self, indices: np.ndarray) -> None:
        """Select examples and no others; those that are not shown are left out."""
        if self._shown is None:
            return
        before = len(self._indices)
        self._indices = np.intersect1d(indices, self._shown.points.indices)
        self._list()
        self.changed.emit(before == 0 and len(self._indices) > 0)

    def add(self, indices: np.ndarray) -> None:
        """Select more examples."""
        self.choose(np.union1d(self._indices, indices))

    def toggle(self, indices: np.ndarray) -> None:
        """Select examples that are not selected, and let go of those that are."""
        self.choose(np.setxor1d(self._indices, indices))

    def clear(self) -> None:
        """Select nothing."""
        self.choose(NO_EXAMPLES)

    def mask(self, indices: np.ndarray) -> np.ndarray | None:
        """Return which of some examples are not selected, bool ``[n]``; None while nothing is."""
        return ~np.isin(indices, self._indices) if len(self._indices) else None

    def add_to_tray(self, indices: np.ndarray) -> None:
        """Put images of the dataset into the tray, as if they came from outside."""
        dataset = self._dataset()
        if dataset is None or dataset.kind != "image":
            return
        self._studio.add_images(
            [
                titled(to_image(example_at(dataset.examples, index)), words_of(dataset, index))
                for index in indices.tolist()
            ]
        )

    def _dataset(self) -> Dataset | None:
        return None if self._shown is None else self._shown.dataset

    def _list(self) -> None:
        self._drawer.show_selection(self._dataset(), self._indices)
