"""The ways in which numpy may read the files that a dataset came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from vae_studio.data.csv_rows import CsvRows
from vae_studio.data.dataset import Array, Dataset
from vae_studio.data.idx_folder import find_idx_files
from vae_studio.data.mnist import locate_mnist
from vae_studio.export import readers

_TRAIN, _TEST = "_train", "_test"


@dataclass(frozen=True)
class Way:
    """A reader that may fit: one of :mod:`vae_studio.export.readers`, called with the path and arguments."""

    path: Path
    reader: Callable[..., Array]
    arguments: tuple[Any, ...] = ()


def ways_to_read(dataset: Dataset) -> Iterator[Way]:
    """Yield what may read a dataset's source; none for what needs more than numpy, such as images."""
    path = locate_mnist() if dataset.source == "mnist" else Path(dataset.source).expanduser()
    if path is None or not path.exists():
        return
    path = path.absolute()
    if path.is_dir():
        yield from _idx_folder(path)
    elif path.suffix.lower() == ".npy":
        yield Way(path, readers.read_npy)
    elif path.suffix.lower() == ".npz":
        yield from _npz(path, dataset)
    elif dataset.kind == "table":
        yield from _csv(path, dataset)
    else:
        yield Way(path, readers.read_idx)


def _idx_folder(folder: Path) -> Iterator[Way]:
    files = find_idx_files(folder)
    if files is not None and files.train_images is not None:
        images = [path for path in (files.train_images, files.test_images) if path is not None]
        yield Way(folder, readers.read_idx_folder, tuple(path.name for path in images))


def _npz(path: Path, dataset: Dataset) -> Iterator[Way]:
    with path.open("rb") as file, np.load(file) as arrays:
        names = list(arrays.files)
    given = dataset.spec.array
    for name in names if given is None else [given]:
        partner = name.removesuffix(_TRAIN) + _TEST
        if name.endswith(_TRAIN) and partner in names:
            yield Way(path, readers.read_npz, (name, partner))
        yield Way(path, readers.read_npz, (name,))


def _csv(path: Path, dataset: Dataset) -> Iterator[Way]:
    """Yield the columns of the dataset by the names of the first row, or by their numbers where it has none."""
    rows = CsvRows(path)
    line, first = next(iter(rows), (1, []))
    numbered = [f"column {number}" for number in range(1, len(first) + 1)]
    header = [cell or made_up for cell, made_up in zip(first, numbered, strict=True)]
    for skipped, names in ((line, header), (line - 1, numbered)):
        places = {name: number for number, name in enumerate(names)}
        if all(column in places for column in dataset.columns):
            columns = [places[column] for column in dataset.columns]
            yield Way(path, readers.read_csv, (rows.delimiter, skipped, columns))
