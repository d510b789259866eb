"""The columns of a table are standardised by the figures of the training split.

Exported scripts carry a copy of this rule, :func:`vae_studio.export.readers.standardised`; a test holds the two
together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.chunks import chunks, converted
from vae_studio.data.dataset import Array
from vae_studio.data.progress import Reporter
from vae_studio.data.rows import release
from vae_studio.data.scaling import ColumnScaling
from vae_studio.data.table_reading import called

_NAMED = 5


@dataclass(frozen=True, eq=False)
class _Extent:
    """Of each column, ``[D]``: sum, lowest and highest value, and whether there is nothing but 0 and 1."""

    sums: Array
    low: Array
    high: Array
    binary: Array


def to_model(
    table: Array, train: Array, columns: Sequence[str], scaling: str, reporter: Reporter
) -> tuple[Array, ColumnScaling | None, tuple[str, ...]]:
    """Return a table as the model sees it, float32 ``[N, D]``, its scaling, and what the user should know.

    Parameters
    ----------
    table, train, columns, reporter
        As for :func:`fit_scaling`.
    scaling
        ``"standardise"``, or ``"none"`` to leave the values as they are; the scaling then is None.

    Raises
    ------
    DataError
        There is no row for training, or a value is too large for float32.
    """
    if len(train) == 0:
        raise DataError("The table has no rows for training.", "Give more rows.")
    fitted, notes = (None, ()) if scaling == "none" else fit_scaling(table, train, columns, reporter)
    forward = (fitted or ColumnScaling.none(table.shape[1])).forward
    examples = converted(table, np.float32, forward, reporter)
    for piece in chunks(examples):
        finite = np.isfinite(examples[piece])
        if not finite.all():
            row, column = (int(index) for index in np.unravel_index(int(np.argmin(finite)), finite.shape))
            raise DataError(
                f"Example {piece.start + row} (counting from 0), {called(columns[column])} is too large: "
                f"{table[piece.start + row, column]:g}.",
                "Change its unit.",
            )
        release(examples)
    return examples, fitted, notes


def fit_scaling(
    table: Array, train: Array, columns: Sequence[str], reporter: Reporter
) -> tuple[ColumnScaling, tuple[str, ...]]:
    """Return the standardisation of a table, and what the user should know of it.

    Each column has its mean subtracted and is divided by its standard deviation (over N, not N - 1). A
    column that holds nothing but 0 and 1 stays as it is; a constant one becomes 0.

    Parameters
    ----------
    table
        Finite numbers ``[N, D]``.
    train
        Indices of the training split, at least one; the other rows have no influence.
    columns
        Names of the D columns, for the notes.
    reporter
        Asked between pieces whether to stop.
    """
    extent = _extent(table, train, reporter)
    constant = extent.low == extent.high
    mean = np.where(constant, extent.low, extent.sums / len(train))
    scale = np.where(constant, 1.0, _spread(table, train, mean, reporter))
    mean, scale = np.where(extent.binary, 0.0, mean), np.where(extent.binary, 1.0, scale)
    return ColumnScaling(mean, scale), _notes(columns, constant)


def _pieces(table: Array, train: Array, reporter: Reporter) -> Iterator[Array]:
    for piece in chunks(table):
        first, last = np.searchsorted(train, (piece.start, piece.stop))
        if last > first:
            yield table[train[first:last]].astype(np.float64)
            release(table)
        reporter.check()


def _extent(table: Array, train: Array, reporter: Reporter) -> _Extent:
    width = table.shape[1]
    sums, low, high = np.zeros(width), np.full(width, np.inf), np.full(width, -np.inf)
    binary = np.ones(width, bool)
    for rows in _pieces(table, train, reporter):
        sums += rows.sum(axis=0)
        low, high = np.minimum(low, rows.min(axis=0)), np.maximum(high, rows.max(axis=0))
        binary &= ((rows == 0) | (rows == 1)).all(axis=0)
    return _Extent(sums, low, high, binary)


def _spread(table: Array, train: Array, mean: Array, reporter: Reporter) -> Array:
    """Return standard deviations, as parts of the largest deviation: no square leaves the range of float64."""
    largest = np.zeros(table.shape[1])
    for rows in _pieces(table, train, reporter):
        largest = np.maximum(largest, np.abs(rows - mean).max(axis=0))
    largest[largest == 0] = 1.0
    squares = np.zeros(table.shape[1])
    for rows in _pieces(table, train, reporter):
        squares += (((rows - mean) / largest) ** 2).sum(axis=0)
    spread: Array = largest * np.sqrt(squares / len(train))
    return spread


def _notes(columns: Sequence[str], constant: Array) -> tuple[str, ...]:
    names = [columns[index] for index in np.flatnonzero(constant).tolist()]
    if not names:
        return ()
    named = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    verb = "has" if len(names) == 1 else "have"
    return (f"{named} {verb} one value in all training rows",)
