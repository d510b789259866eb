"""Datasets of one file that do not fit into memory are kept as the model sees them, and open at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from vae_studio.api.run_spec import DataSpec
from vae_studio.data.cache import upkeep
from vae_studio.data.cache.places import datasets_folder
from vae_studio.data.cache.record import DamagedError
from vae_studio.data.cache.store import Building, KeptExamples, key_of, open_kept
from vae_studio.data.dataset import Dataset
from vae_studio.data.progress import Reporter
from vae_studio.data.scaling import ColumnScaling
from vae_studio.data.splits import split_examples
from vae_studio.data.without_effect import without_effect

_WITHOUT_INFLUENCE = {"source", "binarise", "threshold"}


def reopened(spec: DataSpec, path: Path, reporter: Reporter) -> tuple[Dataset | None, tuple[str, ...]]:
    """Return the dataset of a file as it was kept, if it was, and what the user should know.

    Parameters
    ----------
    spec
        What is asked for.
    path
        The file.
    reporter
        Asked whether to stop.

    Raises
    ------
    OSError
        The file is not there.
    """
    key = file_key(spec, path)
    try:
        found = open_kept(key, reporter)
    except DamagedError as error:
        upkeep.discard(key)
        return None, (f"the file was read again, since what was kept of it was damaged: {error}",)
    return (None if found is None else _dataset(spec, found)), ()


def kept(dataset: Dataset, path: Path, key: str, given_test: int, reporter: Reporter) -> Dataset:
    """Keep a dataset of a file that was computed into the cache's folder; any other is returned as it is.

    Parameters
    ----------
    dataset
        The dataset.
    path
        The file.
    key
        Its :func:`file_key` from before it was read.
    given_test
        How many examples at the end are the source's own test set.
    reporter
        Told of the progress of the checksums.
    """
    examples = dataset.examples
    if not isinstance(examples, np.memmap):
        return dataset
    if datasets_folder().resolve() not in Path(str(examples.filename)).resolve().parents:
        return dataset
    scaling = dataset.scaling
    more = {
        "class_names": dataset.class_names,
        "columns": dataset.columns,
        "categories": dict(dataset.categories),
        "scaling": None if scaling is None else [scaling.mean.tolist(), scaling.scale.tolist()],
        "given_test": given_test,
        "notes": [note for note in dataset.notes if note not in without_effect(dataset.spec, dataset.kind)],
        "fingerprint": dataset.fingerprint,
    }
    if file_key(dataset.spec, path) != key:
        return replace(dataset, notes=(*dataset.notes, "the file was changed while it was read"))
    examples.flush()
    try:
        with Building(key) as building:
            building.examples.unlink()
            os.link(str(examples.filename), building.examples)
            building.commit(
                path,
                _treatment(dataset.spec),
                dataset.name,
                examples.shape,
                dataset.labels,
                more,
                reporter,
                dtype=examples.dtype.name,
            )
        found = open_kept(key, reporter)
    except (OSError, DamagedError) as error:
        return replace(dataset, notes=(*dataset.notes, f"what was read could not be kept: {error}"))
    return dataset if found is None else replace(dataset, examples=found.examples, kept=found.kept)


def file_key(spec: DataSpec, path: Path) -> str:
    """Return the name in the cache of a file as it is now, read as a spec wants it."""
    status = path.stat()
    return key_of(path, [f"{status.st_size}\0{status.st_mtime_ns}".encode()], _treatment(spec))


def _treatment(spec: DataSpec) -> Mapping[str, Any]:
    return spec.model_dump(mode="json", exclude=_WITHOUT_INFLUENCE)


def _dataset(spec: DataSpec, found: KeptExamples) -> Dataset:
    more = found.record.more
    count = len(found.examples)
    scaling = None if more["scaling"] is None else ColumnScaling(*map(np.array, more["scaling"]))
    return Dataset(
        name=found.record.title,
        source=spec.source,
        examples=found.examples,
        labels=found.labels,
        class_names=tuple(more["class_names"]),
        splits=split_examples(count, spec.split_seed, spec.validation, spec.test, more["given_test"]),
        skipped=(),
        columns=tuple(more["columns"]),
        fingerprint=more["fingerprint"],
        notes=(*more["notes"], *without_effect(spec, "image" if found.examples.ndim == 4 else "table")),
        spec=spec,
        scaling=scaling,
        categories={name: tuple(values) for name, values in more["categories"].items()},
        kept=found.kept,
    )
