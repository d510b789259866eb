"""Rows of a model of tables as files, in the columns' own units. Imports no TensorFlow."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from vae_studio.data.table_layout import TableLayout
from vae_studio.runs.files import atomic_write


def save_rows_csv(path: Path, layout: TableLayout, examples: np.ndarray) -> None:
    """Write rows as a table with the columns of the training data, which can be encoded again.

    Parameters
    ----------
    path
        Where; an existing file is replaced.
    layout
        The model's columns.
    examples
        float32 ``[N, D]``, as the model has them; of a column of text, the most probable value is written.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([field.name for field in layout.fields])
    columns = [
        [f"{cell:.7g}" for cell in cells] if cells.dtype.kind == "f" else cells.tolist()
        for cells in layout.cells(examples)
    ]
    writer.writerows(zip(*columns, strict=True))
    with atomic_write(path) as file:
        file.write(text.getvalue().encode("utf-8", "backslashreplace"))


def save_rows_npz(path: Path, layout: TableLayout, examples: np.ndarray) -> None:
    """Write rows as arrays: ``x``, float64 ``[N, D]`` in the columns' own units, and ``columns``, their names.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with atomic_write(path) as file:
        columns = np.array(layout.columns, dtype=np.str_)
        np.savez_compressed(file, x=layout.scaling.inverse(examples), columns=columns)
