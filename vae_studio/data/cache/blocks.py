"""Checksums of a large file, block by block."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from vae_studio.data.cache.record import DamagedError
from vae_studio.data.dataset import Array
from vae_studio.data.progress import Reporter

BLOCK_BYTES = 4 * 2**20
SAMPLED_BLOCKS = 16
"""How many blocks of a large file are looked at when it is opened."""


def checksums(path: Path, reporter: Reporter) -> tuple[int, ...]:
    """Return the CRC-32 of every block of a file."""
    total = path.stat().st_size
    found = []
    done = 0
    for block in _blocks(path):
        found.append(zlib.crc32(block))
        done += len(block)
        reporter.report("checking", done, total)
    return tuple(found)


def check_some(path: Path, expected: Sequence[int]) -> None:
    """Compare some blocks of a file, the first and the last among them, with their checksums.

    Raises
    ------
    DamagedError
        A block differs.
    """
    chosen = np.unique(np.linspace(0, len(expected) - 1, SAMPLED_BLOCKS).astype(np.int64))
    with path.open("rb") as file:
        for number in chosen.tolist():
            file.seek(number * BLOCK_BYTES)
            _require(zlib.crc32(file.read(BLOCK_BYTES)), expected, number)


def check_all(path: Path, expected: Sequence[int], reporter: Reporter) -> None:
    """Compare every block of a file with its checksum.

    Raises
    ------
    DamagedError
        A block differs.
    """
    for number, found in enumerate(checksums(path, reporter)):
        _require(found, expected, number)


def read_checked(path: Path, target: Array, expected: Sequence[int], reporter: Reporter) -> None:
    """Read a file into an array of its size, and compare every block with its checksum.

    Raises
    ------
    DamagedError
        A block differs.
    """
    flat = target.reshape(-1).view(np.uint8)
    done = 0
    for number, block in enumerate(_blocks(path)):
        _require(zlib.crc32(block), expected, number)
        flat[done : done + len(block)] = np.frombuffer(block, np.uint8)
        done += len(block)
        reporter.check()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def _require(found: int, expected: Sequence[int], number: int) -> None:
    if found != expected[number]:
        raise DamagedError(f"block {number:,} of the examples has another checksum")
