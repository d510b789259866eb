"""A dataset in memory: examples ready for the model, labels, splits, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from vae_studio.api.plugins import DataKind
from vae_studio.api.run_spec import DataSpec

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


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
        [0, 1], C = 1 or 3. Tables: float32 ``[N, D]``.
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

    @property
    def data_shape(self) -> tuple[int, ...]:
        """Shape of one example: ``(H, W, C)`` or ``(D,)``."""
        return tuple(int(side) for side in self.examples.shape[1:])

    @property
    def kind(self) -> DataKind:
        """``"image"`` or ``"table"``."""
        return "image" if self.examples.ndim == 4 else "table"

    def __len__(self) -> int:
        """Number of examples, N."""
        return len(self.examples)
