"""Examples on their way into a file, row by row in any order, and brought together at the end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vae_studio.data.chunks import BYTES_PER_CHUNK
from vae_studio.data.dataset import Array
from vae_studio.data.progress import Reporter


class FileSink:
    """A file of uint8 examples, one behind the other without a header.

    Written by ordinary writing, not through a mapping: where the disk is full that is an error, not a signal
    that ends the process. Several processes may write at once, each its own rows.

    Parameters
    ----------
    path
        The file; it exists.
    shape
        Of one example.
    """

    def __init__(self, path: Path, shape: tuple[int, ...]) -> None:
        self.path = path
        self.shape = shape
        self._row_bytes = math.prod(shape)

    def write(self, row: int, examples: Array) -> None:
        """Put examples in their place from a row on.

        Raises
        ------
        OSError
            The file cannot be written, as when the disk is full.
        """
        with self.path.open("r+b") as file:
            file.seek(row * self._row_bytes)
            file.write(np.ascontiguousarray(examples).data)

    def settle(self, rows: Sequence[int], channels: int, reporter: Reporter) -> None:
        """Keep some rows alone, and of each pixel the first channels alone; the file becomes so much shorter.

        Parameters
        ----------
        rows
            What is kept, ascending.
        channels
            1, or as many as there are.
        reporter
            Asked between pieces whether to stop.
        """
        kept = np.asarray(rows, np.int64)
        height, width, _ = self.shape
        at_once = max(1, BYTES_PER_CHUNK // self._row_bytes)
        with self.path.open("r+b") as file:
            done = 0
            for start in range(0, int(kept[-1]) + 1 if len(kept) else 0, at_once):
                last = int(np.searchsorted(kept, start + at_once))
                file.seek(start * self._row_bytes)
                read = np.frombuffer(file.read(at_once * self._row_bytes), np.uint8)
                part = read.reshape(-1, *self.shape)[kept[done:last] - start][..., :channels]
                # What is written ends before what has not been read yet.
                file.seek(done * height * width * channels)
                file.write(np.ascontiguousarray(part).data)
                done = last
                reporter.check()
            file.truncate(len(kept) * height * width * channels)
        self.shape = (height, width, channels)
        self._row_bytes = math.prod(self.shape)


class MemorySink:
    """Examples on their way into an array.

    Parameters
    ----------
    count
        How many at most.
    shape
        Of one example.

    Attributes
    ----------
    examples
        uint8 ``[count, *shape]``.
    """

    def __init__(self, count: int, shape: tuple[int, ...]) -> None:
        self.examples: Array = np.empty((count, *shape), np.uint8)

    def write(self, row: int, examples: Array) -> None:
        """Put examples in their place from a row on."""
        self.examples[row : row + len(examples)] = examples

    def settle(self, rows: Sequence[int], channels: int, reporter: Reporter) -> None:
        """Keep some rows alone, and of each pixel the first channels alone."""
        reporter.check()
        if len(rows) < len(self.examples):
            self.examples = self.examples[np.asarray(rows, np.int64)]
        if channels < self.examples.shape[-1]:
            self.examples = np.ascontiguousarray(self.examples[..., :channels])
