"""Rows of a mapped file, read from the file itself instead of through the map.

Each touch of a map brings in its neighbours, too: a few thousand scattered rows of 12 kB were measured to make
two gigabytes resident before they could be given back. Reading fills nothing but the rows asked for, takes as
long, and a file that is cut short or cannot be read any more is an error in words instead of the end of the
process.
"""

from __future__ import annotations

import mmap
from io import FileIO
from pathlib import Path

import numpy as np

from vae_studio.api import DataError
from vae_studio.data.dataset import Array


def is_readable(examples: np.memmap) -> bool:
    """Return whether rows of a map can be read from its file: unchanged in memory, and one after the other."""
    return (
        not examples.flags.writeable
        and examples.flags.c_contiguous
        and examples.ndim > 0
        and _whole(examples) is not None
        and examples.filename is not None
        and Path(examples.filename).exists()
    )


def read_from_file(examples: np.memmap, indices: Array) -> Array:
    """Return some rows of a map that :func:`is_readable`, in the order asked for.

    Parameters
    ----------
    examples
        ``[N, *data_shape]``.
    indices
        Whole numbers in [0, N), ``[n]``.

    Raises
    ------
    IndexError
        An index lies outside of [0, N).
    DataError
        The file is shorter than the map, or cannot be read any more.
    """
    indices = np.asarray(indices, np.int64)
    if len(indices) and (indices.min() < 0 or indices.max() >= len(examples)):
        raise IndexError(f"indices reach from {indices.min()} to {indices.max()}, of {len(examples)} rows")
    result = np.empty((len(indices), *examples.shape[1:]), examples.dtype)
    width = result[:1].nbytes
    starts, places, lengths = _runs(indices)
    begin = _position(examples)
    where = zip(
        (begin + starts * width).tolist(), (places * width).tolist(), (lengths * width).tolist(), strict=True
    )
    room = result.reshape(-1).view(np.uint8).data
    path = Path(str(examples.filename))
    try:
        with path.open("rb", buffering=0) as file:
            for position, place, size in where:
                file.seek(position)
                _fill(file, room[place : place + size])
    except (OSError, EOFError) as error:
        reason = "it is shorter than it was" if isinstance(error, EOFError) else error.strerror or str(error)
        raise DataError(f"{path} cannot be read any more: {reason}.", "Read the dataset again.") from None
    return result


def _runs(indices: Array) -> tuple[Array, Array, Array]:
    """Return first row, place in the result and length of what can be read at once, in the file's order.

    Neighbours in the file are read together where they are asked for one after the other.
    """
    breaks = np.flatnonzero(np.diff(indices) != 1) + 1
    places = np.concatenate([np.zeros(min(len(indices), 1), np.int64), breaks])
    lengths = np.diff(np.append(places, len(indices)))
    order = np.argsort(indices[places], kind="stable")
    return indices[places][order], places[order], lengths[order]


def _position(examples: np.memmap) -> int:
    """Return where in its file the first row of a map lies: a slice still has the offset of its whole."""
    whole = _whole(examples)
    assert whole is not None, "only what is_readable is read"
    return whole.offset + examples.ctypes.data - whole.ctypes.data


def _whole(examples: np.memmap) -> np.memmap | None:
    """Return the map that a part was taken from; None where that is no longer known."""
    whole: object = examples
    while isinstance(whole, np.memmap):
        if isinstance(whole.base, mmap.mmap):
            return whole
        whole = whole.base
    return None


def _fill(file: FileIO, room: memoryview) -> None:
    while room:
        read = file.readinto(room)
        if not read:
            raise EOFError
        room = room[read:]
