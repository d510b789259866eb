"""Rows of a model of tables as files, in the columns' own units. Imports no TensorFlow."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from vae_studio.data.table_layout import TableLayout
from vae_studio.runs.files import atomic_write


def rows_csv(
    layout: TableLayout, examples: np.ndarray, leading: Mapping[str, Sequence[object]] | None = None
) -> str:
    """Return rows as CSV text with the columns of the training data, which can be encoded again.

    Parameters
    ----------
    layout
        The model's columns.
    examples
        float32 ``[N, D]``, as the model has them; of a column of text, the most probable value is written.
    leading
        Columns in front of those of the data, N cells each.
    """
    leading = leading or {}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*leading, *(field.name for field in layout.fields)])
    columns = [
        [f"{cell:.7g}" for cell in cells] if cells.dtype.kind == "f" else cells.tolist()
        for cells in layout.cells(examples)
    ]
    writer.writerows(zip(*leading.values(), *columns, strict=True))
    return text.getvalue()


def rows_arrays(layout: TableLayout, examples: np.ndarray) -> dict[str, np.ndarray]:
    """Return rows as arrays: ``x``, float64 ``[N, D]`` in their own units, and the ``columns``' names."""
    return {"x": layout.scaling.inverse(examples), "columns": np.array(layout.columns, dtype=np.str_)}


def save_rows_csv(path: Path, layout: TableLayout, examples: np.ndarray) -> None:
    """Write :func:`rows_csv`; an existing file is replaced.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with atomic_write(path) as file:
        file.write(rows_csv(layout, examples).encode("utf-8", "backslashreplace"))


def save_rows_npz(path: Path, layout: TableLayout, examples: np.ndarray) -> None:
    """Write :func:`rows_arrays`; an existing file is replaced.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with atomic_write(path) as file:
        np.savez_compressed(file, **rows_arrays(layout, examples))  # type: ignore[arg-type]
