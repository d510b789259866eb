"""What there is to say of one column of a table. Imports no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.data.rows import read_rows
from vae_studio.data.scaling import ColumnScaling

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset

BINS = 24
MOST_ROWS = 20_000
"""Training rows that the figures are taken from; of more, that many at equal distances."""
MOST_BYTES = 64 * 2**20
"""What those rows may take, all columns together."""


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


def sampled_rows(dataset: Dataset) -> np.ndarray:
    """Return the training rows of a table that the figures are taken from, read into memory, ``[n, D]``.

    Raises
    ------
    DataError
        The file that they lie in cannot be read any more.
    """
    return read_rows(dataset.examples, _sample(dataset))


def column_figures(dataset: Dataset, column: int, rows: np.ndarray | None = None) -> ColumnFigures:
    """Return the figures of one column of a table.

    Parameters
    ----------
    dataset
        The table.
    column
        Which column.
    rows
        Its :func:`sampled_rows`; may be left out for a table in memory.
    """
    values = dataset.examples[_sample(dataset), column] if rows is None else rows[:, column]
    values = values.astype(np.float64)
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


def _sample(dataset: Dataset) -> np.ndarray:
    train = dataset.splits.train
    most = min(MOST_ROWS, max(1, MOST_BYTES // max(1, dataset.examples[:1].nbytes)))
    return train[:: -(-len(train) // most)]
