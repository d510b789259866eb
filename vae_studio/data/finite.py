"""The range of an array, and a clear word about the first value that is no number."""

from __future__ import annotations

import math

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.chunks import chunks
from vae_studio.data.dataset import Array
from vae_studio.data.progress import Reporter
from vae_studio.data.rows import release
from vae_studio.data.table_reading import called


def finite_range(array: Array, where: str, columns: tuple[str, ...], reporter: Reporter) -> tuple[float, float]:
    """Return the smallest and the largest value.

    Parameters
    ----------
    array
        Numbers, examples along the first axis, not empty.
    where
        Which array of which file, for messages.
    columns
        Names of a table's columns; empty for images.
    reporter
        Asked between pieces whether to stop.

    Raises
    ------
    DataError
        A value is NaN or infinite (the message says which), or the range is beyond float64.
    """
    low, high = math.inf, -math.inf
    for piece in chunks(array):
        part = array[piece]
        if array.dtype.kind == "f":
            _require_finite(part, piece.start, where, columns)
        low, high = min(low, float(part.min())), max(high, float(part.max()))
        release(array)
        reporter.check()
    if not math.isfinite(high - low):
        raise DataError(
            f"{where} holds values from {low:g} to {high:g}.", "Scale them to a sensible range first."
        )
    return low, high


def _require_finite(part: Array, start: int, where: str, columns: tuple[str, ...]) -> None:
    finite = np.isfinite(part)
    if finite.all():
        return
    first = tuple(int(index) for index in np.unravel_index(int(np.argmin(finite)), part.shape))
    value = part[first]
    word = "NaN" if np.isnan(value) else "infinite"
    raise DataError(
        f"{where}: example {start + first[0]}, {_place(first[1:], columns)} is {word} (counting from 0).",
        "Replace such values or leave those examples out.",
    )


def _place(index: tuple[int, ...], columns: tuple[str, ...]) -> str:
    if len(index) == 1:
        return called(columns[index[0]] if columns else f"column {index[0]}")
    place = f"pixel row {index[0]}, column {index[1]}"
    return f"{place}, channel {index[2]}" if len(index) > 2 and index[2] else place
