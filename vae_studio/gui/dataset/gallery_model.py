"""The examples of a dataset as rows of a model; a picture is made only when a row is shown."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage, QStandardItemModel

from vae_studio.api import DataError, DataSpec
from vae_studio.data.parts import example_at
from vae_studio.data.preview import preview
from vae_studio.gui.figures import count
from vae_studio.gui.pixels import to_image

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset

DRAWN_ROLE = Qt.ItemDataRole.UserRole + 1
_KEPT_PICTURES = 1024


class GalleryModel(QStandardItemModel):
    """One row for each image of a dataset; no rows for a table.

    ``DecorationRole`` gives the picture as the model will see it; where pixels are drawn anew each
    epoch it gives their grey values, and ``DRAWN_ROLE`` one such draw. ``ToolTipRole`` gives number,
    class and split.

    Signals
    -------
    unreadable
        The exception of a file that cannot be read any more; its pictures stay empty, and it is told once.

    Notes
    -----
    Rows without items, which Qt counts by itself: a view asks for their number once for each of 60,000
    examples, and asking Python takes fifty milliseconds, or many times that while another thread computes.
    """

    unreadable = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._spec: DataSpec | None = None
        self._told = False
        self._picture = lru_cache(_KEPT_PICTURES)(self._make_picture)

    def set_dataset(self, dataset: Dataset | None) -> None:
        """Show the images of another dataset."""
        self.clear()
        self._dataset = dataset if dataset is not None and dataset.kind == "image" else None
        self._told = False
        self._picture.cache_clear()
        if self._dataset is not None:
            self.setColumnCount(1)
            self.setRowCount(len(self._dataset))

    def set_spec(self, spec: DataSpec) -> None:
        """Show pixels as this spec has them binarised."""
        pixels = (spec.binarise, spec.threshold)
        if self._spec is not None and pixels == (self._spec.binarise, self._spec.threshold):
            return
        self._spec = spec
        self._picture.cache_clear()
        if self.rowCount():
            last = self.index(self.rowCount() - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DecorationRole])

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> QImage | str | None:
        """Return the picture of an example, or what there is to say of it."""
        if self._dataset is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(index.row(), False)
        if role == DRAWN_ROLE:
            return self._picture(index.row(), True)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _words(self._dataset, index.row())
        return None

    def _make_picture(self, row: int, drawn: bool) -> QImage | None:
        if self._dataset is None:
            return None
        try:
            example = example_at(self._dataset.examples, row)
        except DataError as error:
            if not self._told:
                self._told = True
                self.unreadable.emit(error)
            return None
        is_random = self._spec is None or self._spec.binarise == "dynamic"
        if self._spec is None or (is_random and not drawn):
            return to_image(example)
        return to_image(preview(example, self._spec, draw=row))


def _words(dataset: Dataset, row: int) -> str:
    lines = [f"Example {count(row)}"]
    if dataset.labels is not None:
        label = int(dataset.labels[row])
        lines.append(f"Class {dataset.class_names[label]}")
    lines.append(_split_of(dataset, row))
    return " · ".join(lines)


def _split_of(dataset: Dataset, row: int) -> str:
    for words, indices in (
        ("training", dataset.splits.train),
        ("validation", dataset.splits.validation),
        ("test", dataset.splits.test),
    ):
        place = int(np.searchsorted(indices, row))
        if place < len(indices) and indices[place] == row:
            return words
    return ""
