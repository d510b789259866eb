"""Labels of any kind become class indices and class names."""

from __future__ import annotations

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.dataset import Array


def encode_labels(values: Array, count: int, where: str) -> tuple[Array, tuple[str, ...]] | None:
    """Return class indices int64 ``[count]`` and the names of the classes, sorted by value.

    Parameters
    ----------
    values
        One label for each example, ``[count]`` or ``[count, 1]``: whole numbers, booleans or text.
    count
        Number of examples.
    where
        Which array of which file, for messages.

    Returns
    -------
    None where the values are fractions: a quantity, not a class.

    Raises
    ------
    DataError
        The number of labels is not the number of examples, or a label is not finite.
    """
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.shape != (count,):
        raise DataError(
            f"{where} holds labels of shape {values.shape} for {count:,} examples.",
            "Give exactly one label for each example.",
        )
    if values.dtype.kind not in "biufUS":
        raise DataError(
            f"{where} holds labels of type {values.dtype}.", "Save labels as whole numbers or text."
        )
    if values.dtype.kind == "f":
        _require_finite(values, where)
        if not np.array_equal(values, np.floor(values)):
            return None
        values = values.astype(np.int64)
    if values.dtype.kind == "S":
        values = np.char.decode(values, "utf-8", "replace")
    classes, indices = np.unique(values, return_inverse=True)
    return indices.reshape(-1).astype(np.int64), tuple(str(value) for value in classes)


def _require_finite(values: Array, where: str) -> None:
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        raise DataError(
            f"{where}: the label of example {wrong[0]} (counting from 0) is {values[wrong[0]]}.",
            "Replace it or leave that example out.",
        )
