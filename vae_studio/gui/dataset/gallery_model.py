"""The examples of a dataset as rows of a model; a picture is made only when a row is shown."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from vae_studio.api import DataSpec
from vae_studio.data.preview import preview
from vae_studio.gui.figures import count

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset

_KEPT_PICTURES = 1024


class GalleryModel(QAbstractListModel):
    """One row for each image of a dataset; no rows for a table.

    ``DecorationRole`` gives the picture as the model will see it, ``ToolTipRole`` number, class and
    split.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._spec: DataSpec | None = None
        self._picture = lru_cache(_KEPT_PICTURES)(self._make_picture)

    def set_dataset(self, dataset: Dataset | None) -> None:
        """Show the images of another dataset."""
        self.beginResetModel()
        self._dataset = dataset if dataset is not None and dataset.kind == "image" else None
        self._picture.cache_clear()
        self.endResetModel()

    def set_spec(self, spec: DataSpec) -> None:
        """Show pixels as this spec has them binarised."""
        pixels = (spec.binarise, spec.threshold)
        if self._spec is not None and pixels == (self._spec.binarise, self._spec.threshold):
            return
        self._spec = spec
        self._picture.cache_clear()
        if self.rowCount():
            last = self.index(self.rowCount() - 1)
            self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """Return the number of images."""
        return 0 if parent.isValid() or self._dataset is None else len(self._dataset)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> QImage | str | None:
        """Return the picture of an example, or what there is to say of it."""
        if self._dataset is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(index.row())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _words(self._dataset, index.row())
        return None

    def _make_picture(self, row: int) -> QImage | None:
        if self._dataset is None:
            return None
        example = self._dataset.examples[row]
        return to_image(example if self._spec is None else preview(example, self._spec, draw=row))


def to_image(example: np.ndarray[Any, np.dtype[Any]]) -> QImage:
    """Return an example, uint8 or float32 in [0, 1], ``[H, W, C]`` with C = 1 or 3, as a picture."""
    pixels = example
    if pixels.dtype != np.uint8:
        pixels = np.rint(np.clip(pixels, 0.0, 1.0) * 255.0).astype(np.uint8)
    height, width, channels = pixels.shape
    form = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
    return QImage(pixels.tobytes(), width, height, width * channels, form).copy()


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
