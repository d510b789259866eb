"""Rows of examples, in memory or in a mapped file, read so that the memory in use does not grow with them."""

from __future__ import annotations

import mmap

import numpy as np

from vae_studio.data.dataset import Array
from vae_studio.data.mapped_rows import is_readable, read_from_file

_BYTES_AT_ONCE = 4 * 2**20


def read_rows(examples: Array, indices: Array) -> Array:
    """Return some examples as an array of their own.

    Of a mapped file, rows are fetched in the order in which they lie there, and the pages that were touched are
    given back, so that they do not count as memory of this process.

    Parameters
    ----------
    examples
        ``[N, *data_shape]``.
    indices
        Whole numbers in [0, N), ``[n]``, in any order; one may come more than once.

    Returns
    -------
    ``[n, *data_shape]`` of the type of the examples, row i being example ``indices[i]``.

    Raises
    ------
    IndexError
        An index lies outside of [0, N).
    DataError
        The file cannot be read any more.
    """
    if not isinstance(examples, np.memmap):
        rows: Array = np.take(examples, indices, axis=0)
        return rows
    if is_readable(examples):
        return read_from_file(examples, indices)
    # Plain arrays of the same memory: what is made from them is no mapping.
    mapped = np.asarray(examples).view(np.ndarray)
    indices = np.asarray(indices)
    result = np.empty((len(indices), *examples.shape[1:]), examples.dtype)
    order = np.argsort(indices, kind="stable")
    at_once = max(1, _BYTES_AT_ONCE // max(1, mapped[:1].nbytes))
    for start in range(0, len(order), at_once):
        piece = order[start : start + at_once]
        result[piece] = np.take(mapped, indices[piece], axis=0)
        release(examples)
    return result


def release(*arrays: Array) -> None:
    """Give back the pages of mapped files that were read or written; nothing for arrays in memory.

    They stay in the system's own cache of files, and come back when they are read again.
    """
    for array in arrays:
        owner = array.base
        while owner is not None and not isinstance(owner, mmap.mmap):
            owner = getattr(owner, "base", None)
        if owner is not None and hasattr(mmap, "MADV_DONTNEED"):
            owner.madvise(mmap.MADV_DONTNEED)
