"""The IDX format of MNIST: a big-endian header and the numbers, plain or gzip.

Header: two zero bytes, a type code, the number of dimensions, each dimension as uint32
(LeCun, Cortes & Burges, "The MNIST database of handwritten digits").
"""

from __future__ import annotations

import gzip
import math
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.dataset import Array
from vae_studio.data.progress import Reporter

_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_GZIP = b"\x1f\x8b"
_LARGEST_DEFLATE_RATIO = 1032
_PIECE = 2**20
_REMEDY = "Fetch the file again, or check that it is the right one."


def looks_like_idx(path: Path, start: bytes) -> bool:
    """Say whether a file's name or its first bytes promise IDX."""
    named = re.search(r"idx\d?|ubyte", path.name, re.IGNORECASE) is not None
    return named or (start[:2] == b"\0\0" and start[2:3] != b"" and start[2] in _TYPES)


def read_idx(path: Path, reporter: Reporter) -> Array:
    """Read one IDX file.

    Returns
    -------
    The array in the machine's own byte order, with the shape that the header gives.

    Raises
    ------
    DataError
        The file is empty, truncated, longer than its header says, damaged, or no IDX file.
    """
    try:
        with _opened(path) as stream:
            dtype, shape = _read_header(stream, path)
            return _read_numbers(stream, path, dtype, shape, reporter)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path} is truncated or damaged: its gzip stream breaks off.", _REMEDY) from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        compressed = file.read(2) == _GZIP
        file.seek(0)
        if not compressed:
            yield file
            return
        with gzip.GzipFile(fileobj=file) as stream:
            yield cast("BinaryIO", stream)


def _read_header(stream: BinaryIO, path: Path) -> tuple[np.dtype, tuple[int, ...]]:
    magic = stream.read(4)
    if not magic:
        raise DataError(f"{path} is empty.", _REMEDY)
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _TYPES or not 1 <= magic[3] <= 8:
        raise DataError(f"{path} is not an IDX file: it starts with {magic.hex(' ')}.", _REMEDY)
    sides = stream.read(4 * magic[3])
    if len(sides) < 4 * magic[3]:
        raise DataError(f"{path} is truncated: it ends inside its header.", _REMEDY)
    return np.dtype(_TYPES[magic[2]]), tuple(int(side) for side in np.frombuffer(sides, ">u4"))


def _read_numbers(
    stream: BinaryIO, path: Path, dtype: np.dtype, shape: tuple[int, ...], reporter: Reporter
) -> Array:
    promised = math.prod(shape) * dtype.itemsize
    words = " × ".join(f"{side:,}" for side in shape)
    if promised > path.stat().st_size * _LARGEST_DEFLATE_RATIO:
        raise DataError(
            f"{path} is truncated: its header promises {words} numbers, far more than it holds.", _REMEDY
        )
    data = bytearray(promised)
    found = _fill(stream, memoryview(data), shape[0], reporter)
    if found < promised:
        raise DataError(
            f"{path} is truncated: {words} numbers need {promised:,} bytes, but it holds {found:,}.",
            _REMEDY,
        )
    if stream.read(1):
        raise DataError(f"{path} is damaged: it goes on after the {words} numbers of its header.", _REMEDY)
    return np.frombuffer(data, dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)


def _fill(stream: BinaryIO, target: memoryview, count: int, reporter: Reporter) -> int:
    found = 0
    while found < len(target):
        piece = stream.read(min(_PIECE, len(target) - found))
        if not piece:
            break
        target[found : found + len(piece)] = piece
        found += len(piece)
        reporter.report("reading", found * count // len(target), count)
    return found
