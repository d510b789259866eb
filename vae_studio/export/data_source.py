"""Where an exported script finds its examples: in the original files where it can read them, else beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
from numpy.lib import format as npy

from vae_studio.api import DataError, OutputError
from vae_studio.data.chunks import chunks
from vae_studio.data.dataset import Array, Dataset
from vae_studio.data.numpy_files import NpzFile
from vae_studio.data.parts import parts_of
from vae_studio.data.rows import read_rows
from vae_studio.export import readers
from vae_studio.export.original_files import Way, ways_to_read
from vae_studio.runs.files import atomic_write

ROUNDING = 1e-5
"""How far a standardised table may differ: here the means are summed in another order."""

EXAMPLES, WRITTEN_BY, STUDIO = "examples", "written_by", "VAE Studio"
"""The arrays of a file that an export writes, and what tells it from the files of others."""

UNREADABLE = (OSError, ValueError, KeyError, IndexError, EOFError, DataError)


@dataclass(frozen=True)
class DataSource:
    """How a script comes by its examples.

    Attributes
    ----------
    path
        File or folder.
    reader
        One of the functions of :mod:`vae_studio.export.readers`, called with the path and `arguments`.
    arguments
        Plain values.
    add_channel
        Whether grey images ``[N, H, W]`` then get a last axis.
    standardise
        Whether the columns of a table are standardised after that.
    given_test
        How many examples at the end are the data's own test set.
    """

    path: Path
    reader: Callable[..., Array]
    arguments: tuple[Any, ...] = ()
    add_channel: bool = False
    standardise: bool = False
    given_test: int = 0


def original_source(dataset: Dataset) -> DataSource | None:
    """Return how numpy alone reads the examples of a run from where they come from; None where it cannot.

    Each way is tried: what it gives must be the run's own examples. Those that would hold all of a streamed
    dataset in memory are not tried.
    """
    given_test = given_tests(dataset)
    for way in _ways(dataset):
        try:
            examples = way.reader(way.path, *way.arguments)
        except UNREADABLE:
            continue
        add_channel = dataset.kind == "image" and examples.ndim == 3
        if _are_those_of(dataset, examples[..., None] if add_channel else examples):
            standardise = dataset.scaling is not None
            return DataSource(way.path, way.reader, way.arguments, add_channel, standardise, given_test)
    return None


def prepared_source(path: Path, dataset: Dataset) -> DataSource:
    """Return how to read the examples of a run, prepared as they are for the model, from a file of their own.

    Parameters
    ----------
    path
        The file, which :func:`write_examples` writes.
    dataset
        Has the examples.
    """
    return DataSource(path, readers.read_npz, (EXAMPLES,), given_test=given_tests(dataset))


def write_examples(path: Path, dataset: Dataset) -> None:
    """Write the examples of a run for :func:`prepared_source`.

    Raises
    ------
    OutputError
        The file cannot be written, or there is one that no export wrote, or that the run itself was made from.
    """
    is_source = path.exists() and Path(dataset.source).expanduser().resolve() == path.resolve()
    if is_source or not _may_be_written(path):
        why = "holds the data of this run itself" if is_source else "was not written by an export"
        raise OutputError(
            f"{path} {why}: nothing was written.", "Give the script another name, or move that file away."
        )
    with atomic_write(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        with archive.open(f"{WRITTEN_BY}.npy", "w") as member:
            npy.write_array(member, np.array(STUDIO), allow_pickle=False)
        with archive.open(f"{EXAMPLES}.npy", "w", force_zip64=True) as member:
            npy.write_array_header_1_0(member, npy.header_data_from_array_1_0(dataset.examples))
            for part in parts_of(dataset.examples):
                member.write(part.tobytes())


def _may_be_written(path: Path) -> bool:
    """Return whether a name is free, or that of a file from an earlier export."""
    if not path.exists():
        return True
    try:
        file = NpzFile(path)
        return {EXAMPLES, WRITTEN_BY} == set(file.names) and str(file.read(WRITTEN_BY)) == STUDIO
    except (OSError, DataError):
        return False


def given_tests(dataset: Dataset) -> int:
    """Return how many examples at the end are the source's own test set.

    Raises
    ------
    OutputError
        The splits are not those of the spec's shares and seed.
    """
    spec, splits = dataset.spec, dataset.splits
    wanted = (splits.train, splits.validation, splits.test)
    for given_test in (0, len(splits.test)):
        found = readers.split(len(dataset), spec.validation, spec.test, spec.split_seed, given_test)
        if all(np.array_equal(one, other) for one, other in zip(found, wanted, strict=True)):
            return given_test
    raise OutputError(
        f"The splits of {dataset.source} were not made by its spec, and a script cannot tell them.",
        "Export a SavedModel instead.",
    )


def _ways(dataset: Dataset) -> tuple[Way, ...]:
    try:
        ways = tuple(ways_to_read(dataset))
    except UNREADABLE:
        return ()
    if not dataset.is_streamed:
        return ways
    return tuple(way for way in ways if way.reader is readers.read_npy and dataset.scaling is None)


def _are_those_of(dataset: Dataset, examples: Array) -> bool:
    if examples.shape != dataset.examples.shape:
        return False
    if dataset.kind == "image":
        return examples.dtype == dataset.examples.dtype and _all(np.array_equal, examples, dataset.examples)
    if dataset.scaling is not None:
        examples = readers.standardised(examples, dataset.splits.train)
    return _all(partial(np.allclose, rtol=ROUNDING, atol=ROUNDING), examples, dataset.examples)


def _all(same: Callable[[Array, Array], bool], one: Array, other: Array) -> bool:
    """Return whether two arrays of one shape are the same, part by part."""
    parts = (np.arange(part.start, part.stop) for part in chunks(other))
    return all(same(read_rows(one, part), read_rows(other, part)) for part in parts)
