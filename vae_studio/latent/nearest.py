"""The nearest examples of a set to given ones, by the distance of their values. Imports no TensorFlow."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from vae_studio.api import SpecError
from vae_studio.data.rows import read_rows

CHUNK_BYTES = 16 << 20
"""Size of a part of the set as float32; while one is worked on, memory grows by a small multiple of it."""
SLACK = 1e-5
"""Share of the squared norms by which a distance in single precision may be wrong, with room to spare."""


class SearchCancelledError(Exception):
    """A search was given up because nobody waits for it any more."""


@dataclass(frozen=True)
class Neighbours:
    """The nearest example to each of Q given ones.

    Attributes
    ----------
    indices
        Which examples of the dataset they are, int64 ``[Q]``; the first of those that are equally near.
    distances
        Euclidean distance over all values of an example, images in [0, 1], float64 ``[Q]``.
    searched
        How many examples were looked at.
    """

    indices: np.ndarray
    distances: np.ndarray
    searched: int

    def __len__(self) -> int:
        return len(self.indices)


class NearestSearch:
    """Finds the nearest examples among some of a dataset, without copying it.

    Parameters
    ----------
    examples
        Stored examples: uint8, which are divided by 255, or float32, ``[N, *data_shape]``.
    indices
        Which of them are looked at, int64 ``[n]``, n >= 1.
    """

    def __init__(self, examples: np.ndarray, indices: np.ndarray) -> None:
        if len(indices) == 0:
            raise SpecError("there is no example to be near to", remedy="Choose a split that has examples.")
        self._examples = examples
        self._indices = indices
        self._size = max(1, CHUNK_BYTES // (4 * math.prod(examples.shape[1:])))

    def find(
        self,
        x: np.ndarray,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Neighbours:
        """Return the nearest example to each of Q given ones.

        The distances are computed chunk by chunk as one matrix product in single precision; whatever may be
        the nearest within its error is measured again in double precision, so that the result is exact.

        Parameters
        ----------
        x
            Floats, in [0, 1] for images, or uint8, ``[Q, *data_shape]``.
        progress
            Called with the examples looked at so far, and with all there are.
        cancelled
            Asked between chunks.

        Raises
        ------
        SpecError
            The given examples have another shape.
        SearchCancelledError
            `cancelled` said so.
        """
        if x.shape[1:] != self._examples.shape[1:]:
            shapes = f"{tuple(x.shape[1:])} instead of {tuple(self._examples.shape[1:])}"
            raise SpecError(f"examples have the shape {shapes}")
        queries = _flat(x)
        best = np.full(len(queries), np.inf)
        found = np.full(len(queries), -1, np.int64)
        for start, chunk in self._chunks():
            if cancelled():
                raise SearchCancelledError
            for query, row, squared in _candidates(queries, chunk):
                if squared < best[query]:
                    best[query], found[query] = squared, self._indices[start + row]
            if progress is not None:
                progress(min(start + self._size, len(self._indices)), len(self._indices))
        return Neighbours(found, np.sqrt(best), len(self._indices))

    def _chunks(self) -> Iterator[tuple[int, np.ndarray]]:
        for start in range(0, len(self._indices), self._size):
            yield start, _flat(read_rows(self._examples, self._indices[start : start + self._size]))


def _candidates(queries: np.ndarray, chunk: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Yield query, row and exact squared distance of every row that may be the nearest to a query."""
    norms = np.einsum("ij,ij->i", chunk, chunk)
    own = np.einsum("ij,ij->i", queries, queries)
    rough = norms[np.newaxis, :] - 2.0 * (queries @ chunk.T)
    limits = rough.min(axis=1) + SLACK * (own + norms.max())
    for query, row in np.argwhere(rough <= limits[:, np.newaxis]):
        difference = chunk[row].astype(np.float64) - queries[query]
        yield int(query), int(row), float(difference @ difference)


def as_floats(examples: np.ndarray) -> np.ndarray:
    """Return stored examples as float32: uint8 is divided by 255, as the model sees it."""
    if examples.dtype == np.uint8:
        return examples.astype(np.float32) * np.float32(1.0 / 255.0)
    return examples.astype(np.float32, copy=False)


def _flat(examples: np.ndarray) -> np.ndarray:
    """Return examples as the model's x, one row each, float32 ``[N, D]``."""
    return as_floats(examples.reshape(len(examples), -1))
