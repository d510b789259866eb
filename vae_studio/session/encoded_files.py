"""Files on their way through a model: images, or tables of rows. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vae_studio.api import DataError, DataSpec
from vae_studio.data.images import read_and_fit
from vae_studio.data.table_layout import TableLayout
from vae_studio.data.table_rows import read_rows
from vae_studio.data.walking import collect_image_files
from vae_studio.latent.encoding import Encoding


@dataclass(frozen=True)
class EncodedFiles:
    """What became of files.

    Attributes
    ----------
    encoding
        The images or rows of the readable ones, encoded; None where there are none.
    names
        In the same order: their paths as they were given, of a row followed by its number, as in
        ``wines.csv row 2``.
    failures
        Name and reason of each file that could not be used.
    notes
        What the user should know of the others.
    """

    encoding: Encoding | None
    names: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


def encode_files(
    paths: Sequence[Path | str],
    data_shape: tuple[int, ...],
    data: DataSpec,
    encode: Callable[[np.ndarray], Encoding],
) -> EncodedFiles:
    """Encode image files and folders of them, each preprocessed like a dataset's images.

    Parameters
    ----------
    paths
        Files and folders.
    data_shape, data
        What the dataset's images were brought to, and how.
    encode
        From uint8 ``[N, *data_shape]`` to an encoding.
    """
    images, names, failures = [], [], []
    for path in collect_image_files([Path(path) for path in paths]):
        try:
            images.append(read_and_fit(path, data_shape, data))
            names.append(str(path))
        except DataError as error:
            failures.append((str(path), str(error)))
    encoding = encode(np.stack(images)) if images else None
    return EncodedFiles(encoding, tuple(names), tuple(failures))


def encode_table_files(
    paths: Sequence[Path | str],
    layout: TableLayout,
    data: DataSpec,
    encode: Callable[[np.ndarray], Encoding],
) -> EncodedFiles:
    """Encode the rows of table files, each brought to the columns of the training data.

    A file in which anything is wrong is left out as a whole.

    Parameters
    ----------
    paths
        CSV, Parquet and array files.
    layout
        The columns of the training data.
    data
        Names the array inside an .npz file.
    encode
        From float32 ``[N, D]`` to an encoding.
    """
    parts: list[np.ndarray] = []
    names: list[str] = []
    failures: list[tuple[str, str]] = []
    notes: list[str] = []
    for path in map(Path, paths):
        try:
            rows = read_rows(path, layout, data.array)
        except DataError as error:
            failures.append((str(path), str(error)))
            continue
        parts.append(rows.examples)
        names += [f"{path} row {number}" for number in rows.numbers.tolist()]
        notes += rows.notes
    encoding = encode(np.concatenate(parts)) if names else None
    return EncodedFiles(encoding, tuple(names), tuple(failures), tuple(notes))
