"""Kept examples by their key: opened at once when they are intact, and there whole or not at all.

A folder for each key holds ``examples.raw`` (one behind the other, without a header), ``labels.npy`` where
there are labels, ``dataset.json``, ``fingerprints.json`` and a lock.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from vae_studio.data import dataset as limits
from vae_studio.data.cache import locks, upkeep
from vae_studio.data.cache.blocks import check_all, check_some, checksums, read_checked
from vae_studio.data.cache.places import datasets_folder
from vae_studio.data.cache.prints import Prints
from vae_studio.data.cache.record import FORMAT, DamagedError, Record, read_record, write_record
from vae_studio.data.dataset import Array, Kept
from vae_studio.data.progress import Reporter

EXAMPLES, LABELS = "examples.raw", "labels.npy"


@dataclass(frozen=True, eq=False)
class KeptExamples:
    """What the cache holds of a dataset.

    Attributes
    ----------
    record
        What it is.
    examples
        In memory up to :data:`~vae_studio.data.dataset.IN_MEMORY_BYTES`; else a read-only mapping.
    labels
        int64 ``[N]`` or None.
    kept
        Where it lies.
    prints
        The fingerprints that are known already.
    """

    record: Record
    examples: Array
    labels: Array | None
    kept: Kept
    prints: Prints


def key_of(source: Path, identity: Iterable[bytes], treatment: Mapping[str, Any]) -> str:
    """Return the name under which examples are kept, hexadecimal.

    Parameters
    ----------
    source
        What they are made from.
    identity
        What changes when that does.
    treatment
        The keys of the data spec on which the examples depend, as values of JSON.
    """
    digest = hashlib.sha256(json.dumps([FORMAT, str(source.resolve()), treatment], sort_keys=True).encode())
    for part in identity:
        digest.update(part)
    return digest.hexdigest()[:32]


def open_kept(key: str, reporter: Reporter) -> KeptExamples | None:
    """Return what is kept under a key; None where there is nothing.

    Raises
    ------
    DamagedError
        It is not as it was written.
    OSError
        It cannot be read, perhaps only for the moment; the name of the file is told.
    """
    folder = datasets_folder() / key
    if not folder.is_dir():
        return None
    lock = _in_use(folder)
    try:
        record = read_record(folder)
        examples = _examples(folder / EXAMPLES, record, reporter)
        labels = _labels(folder / LABELS, record)
        size = upkeep.size_of(folder)
    except FileNotFoundError as error:
        _end_use(lock)
        raise DamagedError(f"{error.filename or folder} is missing") from error
    except OSError as error:
        _end_use(lock)
        raise OSError(error.errno, error.strerror, error.filename or str(folder / EXAMPLES)) from error
    except BaseException:
        _end_use(lock)
        raise
    if isinstance(examples, np.memmap):
        weakref.finalize(examples, _end_use, lock)
    else:
        _end_use(lock)
    return KeptExamples(record, examples, labels, Kept(folder, size), Prints(folder))


def _in_use(folder: Path) -> int | None:
    try:
        return locks.share(folder)
    except OSError:  # in a cache that may be read but not written, nothing is removed
        return None


def _end_use(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _examples(path: Path, record: Record, reporter: Reporter) -> Array:
    dtype = np.dtype(record.dtype)
    size = math.prod(record.shape) * dtype.itemsize
    status = path.stat()
    if status.st_size != size:
        raise DamagedError(f"{EXAMPLES} has {status.st_size:,} bytes instead of {size:,}")
    if size <= limits.IN_MEMORY_BYTES:
        examples: Array = np.empty(record.shape, dtype)
        read_checked(path, examples, record.checksums, reporter)
        return examples
    if status.st_mtime_ns == record.modified:
        check_some(path, record.checksums)
    else:
        check_all(path, record.checksums, reporter)
    return np.memmap(path, dtype, "r", shape=record.shape)


def _labels(path: Path, record: Record) -> Array | None:
    if not record.labels:
        return None
    try:
        labels: Array = np.load(path, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise DamagedError(f"{LABELS} is damaged") from error
    if labels.shape != record.shape[:1] or labels.dtype != np.int64:
        raise DamagedError(f"{LABELS} does not belong to the examples")
    return labels


class Building:
    """Examples on their way into the cache, in a folder of their own, which the end of the context removes.

    Parameters
    ----------
    key
        Under which they will be kept.

    Attributes
    ----------
    examples
        File to write the examples to; empty at first.

    Raises
    ------
    OSError
        The cache cannot be written.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        store = datasets_folder()
        store.mkdir(parents=True, exist_ok=True)
        upkeep.remove_abandoned(store)
        self._folder = Path(tempfile.mkdtemp(prefix=f"{upkeep.BUILDING}{key}-", dir=store))
        self._lock = locks.share(self._folder)
        self.examples = self._folder / EXAMPLES
        self.examples.touch()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._unlock()
        shutil.rmtree(self._folder, ignore_errors=True)

    def commit(
        self,
        source: Path,
        treatment: Mapping[str, Any],
        title: str,
        shape: tuple[int, ...],
        labels: Array | None,
        more: Mapping[str, Any],
        reporter: Reporter,
        dtype: str = "uint8",
    ) -> None:
        """Put what was written in its place, whole; what lay there before is removed.

        Raises
        ------
        OSError
            The cache cannot be written.
        """
        with self.examples.open("r+b") as file:
            os.fsync(file.fileno())
        found = checksums(self.examples, reporter)
        if labels is not None:
            with (self._folder / LABELS).open("wb") as file:
                np.save(file, labels, allow_pickle=False)
                file.flush()
                os.fsync(file.fileno())
        modified = self.examples.stat().st_mtime_ns
        path = str(source.resolve())
        record = Record(path, treatment, title, dtype, shape, modified, found, labels is not None, more)
        write_record(self._folder, record)
        try:
            upkeep.put(self._folder, datasets_folder() / self._key, record)
        finally:
            self._unlock()

    def _unlock(self) -> None:
        _end_use(self._lock)
        self._lock = None
