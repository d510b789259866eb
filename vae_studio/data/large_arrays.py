"""Arrays that are computed piece by piece: in memory where they fit, else mapped from a file of their own.

The file lies in the cache of datasets and is removed when the array is no longer used.
"""

from __future__ import annotations

import errno
import math
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import DTypeLike

from vae_studio.api.errors import DataError
from vae_studio.data import dataset as limits
from vae_studio.data.cache import locks, upkeep
from vae_studio.data.cache.places import CACHE_VARIABLE, datasets_folder, free_bytes
from vae_studio.data.dataset import Array

_ZEROS = bytes(2**20)


def new_array(shape: tuple[int, ...], dtype: DTypeLike) -> Array:
    """Return an array to be filled; it is mapped where it takes more than is held in memory.

    Raises
    ------
    DataError
        There is no room for it on the disk of the cache.
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if size <= limits.IN_MEMORY_BYTES:
        return np.empty(shape, dtype)
    place = _Place(size)
    try:
        with place.path.open("wb") as file:
            _fill(file, size)
        return place.mapped(shape, dtype, "r+")
    except OSError as error:
        place.remove()
        raise no_room(size, error) from error


class Growing:
    """Blocks of rows one after the other: kept in memory until they are too many, from then on in a file."""

    def __init__(self) -> None:
        self._blocks: list[Array] = []
        self._size = 0
        self._rows = 0
        self._place: _Place | None = None

    def __len__(self) -> int:
        """Number of rows so far."""
        return self._rows

    def add(self, block: Array) -> None:
        """Take another block ``[n, …]``, of the type and the row shape of the first.

        Raises
        ------
        DataError
            There is no room for it on the disk of the cache.
        """
        self._blocks.append(block)
        self._rows += len(block)
        self._size += block.nbytes
        if self._place is not None or self._size > limits.IN_MEMORY_BYTES:
            self._write()

    def finished(self) -> Array:
        """Return everything, at least one block; what lies in a file cannot be written."""
        first = self._blocks[0]
        if self._place is not None:
            return self._place.mapped((self._rows, *first.shape[1:]), first.dtype, "r")
        return np.concatenate(self._blocks)

    def _write(self) -> None:
        try:
            self._place = self._place or _Place(self._size)
            with self._place.path.open("ab") as file:
                for block in self._blocks:
                    file.write(np.ascontiguousarray(block).data)
        except OSError as error:
            if self._place is not None:
                self._place.remove()
            raise no_room(self._size, error) from error
        self._blocks = [self._blocks[0][:0]]


class _Place:
    """A file in a folder of its own, marked as in use."""

    def __init__(self, size: int) -> None:
        store = datasets_folder()
        store.mkdir(parents=True, exist_ok=True)
        upkeep.remove_abandoned(store)
        if size > free_bytes(store):
            upkeep.keep_within_bound(store, size)
        folder = Path(tempfile.mkdtemp(prefix=upkeep.BUILDING, dir=store))
        self._lock = locks.share(folder)
        self.remove = weakref.finalize(self, _remove, folder, self._lock)
        self.path = folder / "array.raw"

    def mapped(self, shape: tuple[int, ...], dtype: DTypeLike, mode: str) -> Array:
        """Return the file as an array, with which it ends."""
        array: Array = np.memmap(self.path, dtype, mode, shape=shape)  # type: ignore[call-overload]
        self.remove.detach()
        weakref.finalize(array, _remove, self.path.parent, self._lock)
        return array


def _remove(folder: Path, lock: int | None) -> None:
    if lock is not None:
        os.close(lock)
    shutil.rmtree(folder, ignore_errors=True)


def _fill(file: BinaryIO, size: int) -> None:
    """Reserve the room of a file: a full disk is an error here, and would end the process later."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size)
        return
    file.writelines(_ZEROS[: size - start] for start in range(0, size, len(_ZEROS)))


def no_room(size: int, error: OSError) -> DataError:
    """Return the refusal of an array for which the cache has no room."""
    store = datasets_folder()
    why = (
        f"the disk of {store} has no room for them"
        if error.errno in (errno.ENOSPC, errno.EDQUOT)
        else f"{store} cannot be written: {error.strerror or error}"
    )
    return DataError(
        f"The examples take {size / 1e9:,.1f} GB beyond what is held in memory, and {why}.",
        f"Free some space ('vae-studio cache clear' empties the cache), or set ${CACHE_VARIABLE} to a folder "
        "on another disk.",
    )
