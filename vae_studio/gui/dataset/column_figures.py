"""What there is to say of one column of a table. Imports no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.data.scaling import ColumnScaling

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset

BINS = 24
MOST_ROWS = 20_000
"""Training rows that the figures are taken from; of more, that many at equal distances."""


@dataclass(frozen=True, eq=False)
class ColumnFigures:
    """Figures of one column in its own units, over the training rows.

    Attributes
    ----------
    name
        The column.
    mean, deviation, low, high
        Mean, standard deviation, smallest and largest value.
    heights
        Share of the rows in each of :data:`BINS` equal parts from `low` to `high`, the largest being 1.
    """

    name: str
    mean: float
    deviation: float
    low: float
    high: float
    heights: np.ndarray


def column_figures(dataset: Dataset, column: int) -> ColumnFigures:
    """Return the figures of one column of a table."""
    train = dataset.splits.train
    rows = train[:: -(-len(train) // MOST_ROWS)]
    values = dataset.examples[rows, column].astype(np.float64)
    scaling = dataset.scaling or ColumnScaling.none(len(dataset.columns))
    values = values * scaling.scale[column] + scaling.mean[column]
    low, high = float(values.min()), float(values.max())
    counts, _ = np.histogram(values, bins=BINS, range=(low, high) if high > low else (low - 0.5, high + 0.5))
    return ColumnFigures(
        dataset.columns[column],
        float(values.mean()),
        float(values.std()),
        low,
        high,
        counts / counts.max(),
    )
