"""A dataset: examples ready for the model, labels, splits, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from vae_studio.api.plugins import DataKind
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.scaling import ColumnScaling
from vae_studio.data.table_layout import TableLayout

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

IN_MEMORY_BYTES = 256 * 2**20
"""Examples that take more than this stay in a file, from which they are streamed.

Below it, an array costs no more than TensorFlow itself does once it is imported, and every reader is as fast as
it can be: 60,000 images of 28×28 px take 47 MB.
"""


@dataclass(frozen=True, eq=False)
class Splits:
    """Which examples serve which purpose: ascending indices, disjoint, together all examples.

    Attributes
    ----------
    train, validation, test
        int64 ``[n]`` each.
    """

    train: Array
    validation: Array
    test: Array


@dataclass(frozen=True)
class Skipped:
    """A file of a folder that could not become an example.

    Attributes
    ----------
    path
        The file.
    reason
        One sentence saying why.
    """

    path: str
    reason: str


@dataclass(frozen=True)
class Kept:
    """Where examples that were costly to read are kept, so that the source opens at once the next time.

    Attributes
    ----------
    folder
        Folder of the cache that holds them.
    size
        Its size in bytes.
    """

    folder: Path
    size: int


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples after preprocessing, before binarisation (which the engine does, each epoch).

    Attributes
    ----------
    name
        Short name for titles and run folders.
    source
        The source as the spec names it.
    examples
        Images: uint8 ``[N, H, W, C]`` (the engine divides by 255) or float32 ``[N, H, W, C]`` in
        [0, 1], C = 1 or 3. Tables: float32 ``[N, D]``, scaled by `scaling`. More than
        `IN_MEMORY_BYTES` are a read-only :class:`numpy.memmap`, see :attr:`is_streamed`.
    labels
        int64 ``[N]``, indices into ``class_names``; None where the source has none.
    class_names
        Names of the classes; empty where there are no labels.
    splits
        Training, validation and test indices.
    skipped
        Files of a folder that could not be read, with reasons.
    columns
        Names of a table's D columns; empty for images.
    fingerprint
        SHA-256 of examples and splits, hexadecimal: equal fingerprints, equal training data.
    notes
        What the user should know, such as ``"values were divided by 255"``.
    spec
        What the dataset was read by.
    scaling
        How a table's columns came from their own units to those of the examples, by the figures of the
        training split; None for images, and for tables left as they are.
    categories
        Values of each of a table's columns of text, each of which has become a column of 0 and 1.
    kept
        Where the decoded examples are kept; None for what is read from its source each time.
    """

    name: str
    source: str
    examples: Array
    labels: Array | None
    class_names: tuple[str, ...]
    splits: Splits
    skipped: tuple[Skipped, ...]
    columns: tuple[str, ...]
    fingerprint: str
    notes: tuple[str, ...]
    spec: DataSpec = field(default_factory=DataSpec)
    scaling: ColumnScaling | None = None
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept: Kept | None = None

    @property
    def is_streamed(self) -> bool:
        """Whether the examples lie in a mapped file, because they are too many to be held in memory.

        Read them by :func:`vae_studio.data.rows.read_rows`, some at a time.
        """
        return isinstance(self.examples, np.memmap)

    @property
    def data_shape(self) -> tuple[int, ...]:
        """Shape of one example: ``(H, W, C)`` or ``(D,)``."""
        return tuple(int(side) for side in self.examples.shape[1:])

    @property
    def kind(self) -> DataKind:
        """``"image"`` or ``"table"``."""
        return "image" if self.examples.ndim == 4 else "table"

    @property
    def layout(self) -> TableLayout | None:
        """What other rows need to become examples like these; None for images."""
        if self.kind == "image":
            return None
        return TableLayout(self.columns, self.scaling or ColumnScaling.none(len(self.columns)), self.categories)

    def __len__(self) -> int:
        """Number of examples, N."""
        return len(self.examples)
