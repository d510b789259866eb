"""Large arrays in small pieces, so that no single call holds the interpreter for long."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import DTypeLike

from vae_studio.data.dataset import Array, Splits
from vae_studio.data.large_arrays import new_array
from vae_studio.data.progress import Reporter
from vae_studio.data.rows import release

BYTES_PER_CHUNK = 4 * 2**20


def chunks(array: Array) -> Iterator[slice]:
    """Yield slices over the first axis that cover the array in pieces of about 4 MiB."""
    row_bytes = max(1, array.nbytes // max(1, len(array)))
    step = max(1, BYTES_PER_CHUNK // row_bytes)
    for start in range(0, len(array), step):
        yield slice(start, min(start + step, len(array)))


def converted(array: Array, dtype: DTypeLike, convert: Callable[[Array], Array], reporter: Reporter) -> Array:
    """Return ``convert(array)`` of the given type and the same shape, computed piece by piece."""
    result = new_array(array.shape, dtype)
    for piece in chunks(array):
        result[piece] = convert(array[piece])
        release(array, result)
        reporter.report("reading", piece.stop, len(array))
    return result


def columns_of(table: Array, columns: Sequence[int], reporter: Reporter) -> Array:
    """Return some columns of a table, in the order given; the table itself where they are all of them."""
    if list(columns) == list(range(table.shape[1])):
        return table
    result = new_array((len(table), len(columns)), table.dtype)
    for piece in chunks(table):
        result[piece] = table[piece][:, columns]
        release(table, result)
        reporter.check()
    return result


def joined(first: Array, second: Array, reporter: Reporter) -> Array:
    """Return both arrays one after the other, in the type that holds both."""
    result = new_array((len(first) + len(second), *first.shape[1:]), np.result_type(first, second))
    for offset, part in ((0, first), (len(first), second)):
        for piece in chunks(part):
            result[offset + piece.start : offset + piece.stop] = part[piece]
            release(part, result)
            reporter.check()
    return result


def fingerprint(examples: Array, splits: Splits, reporter: Reporter, treatment: str = "") -> str:
    """Return the SHA-256, hexadecimal, of examples and splits; the same on every machine.

    Parameters
    ----------
    examples, splits
        What is to be told apart.
    reporter
        Asked between pieces whether to stop.
    treatment
        What will be done to the examples in floating point, which differs in the last digit between
        processors, and therefore is told by its name.
    """
    digest = hashlib.sha256(f"{examples.dtype.name} {examples.shape}{treatment}".encode())
    little_endian = examples.dtype.newbyteorder("<")
    for piece in chunks(examples):
        digest.update(np.ascontiguousarray(examples[piece], little_endian).data)
        release(examples)
        reporter.check()
    for part in (splits.train, splits.validation, splits.test):
        digest.update(f"{len(part)}".encode())
        digest.update(np.ascontiguousarray(part, "<i8").data)
    return digest.hexdigest()
