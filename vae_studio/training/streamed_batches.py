"""Batches of examples that are not in memory: a thread reads them from a file, ahead of the training."""

from __future__ import annotations

import math
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from vae_studio.data.rows import read_rows
from vae_studio.model.pixels import Pixels
from vae_studio.model.seeds import stateless_seed
from vae_studio.training.batch_source import BatchOrder

CHUNK_BYTES = 16 << 20
"""Size of what is read at once, or that of one step where that is more. Two such chunks are held."""


class StreamedBatches:
    """Reads chunks of some steps' examples, the next one while the training works on the last.

    The examples of each step, their order and what is drawn for them are those of
    :class:`~.batch_source.BatchSource`: a run is the same, bit for bit, wherever its data are.

    Parameters
    ----------
    examples
        Stored examples, uint8 or float32 ``[N, *data_shape]``, in a mapped file.
    indices
        Which of them are trained on, int64 ``[n]``.
    pixels
        How stored examples become x.
    batch_size
        Examples per step; all n where they are fewer.
    seed
        The run's seed.
    device
        TensorFlow's name of the device to which chunks are brought.

    Attributes
    ----------
    batch_size, steps_per_epoch
        Those of the :class:`~.batch_source.BatchOrder`.
    supply_signature
        Of the rows of a chunk, ``[R, *data_shape]``, and the step that its first rows are for.
    """

    def __init__(
        self,
        examples: np.ndarray,
        indices: np.ndarray,
        *,
        pixels: Pixels,
        batch_size: int,
        seed: int,
        device: str = "/CPU:0",
    ) -> None:
        self._order = BatchOrder(len(indices), batch_size, seed)
        self.batch_size = self._order.batch_size
        self.steps_per_epoch = self._order.steps_per_epoch
        shape = examples.shape[1:]
        self.supply_signature = [
            tf.TensorSpec([None, *shape], examples.dtype),
            tf.TensorSpec([], tf.int64),
        ]
        step_bytes = max(1, self.batch_size * math.prod(shape) * examples.dtype.itemsize)
        self._chunk_steps = min(self.steps_per_epoch, max(1, CHUNK_BYTES // step_bytes))
        self._examples = examples
        self._indices = indices
        self._pixels = pixels
        self._seed = seed
        self._device = device
        self._reader: ThreadPoolExecutor | None = None
        self._current: _Chunk | None = None
        self._next: Future[_Chunk] | None = None

    def supply(self, first_step: int, count: int) -> tuple[Any, ...]:
        """Return the chunk in which the steps lie; waits where it has not been read yet.

        Raises
        ------
        DataError
            The examples cannot be read any more.
        """
        assert first_step + count <= self._steps_with(first_step).stop, "a call is fed from one chunk"
        if self._current is None or first_step not in self._current.steps:
            self._current = self._taken(first_step)
        return self._current.rows, self._current.first_step

    def steps_until(self, step: int, most: int) -> int:
        """Return how many steps a call may run: the rest of the chunk, in equal calls of at most `most`."""
        left = len(self._steps_with(step)) - self._offset(step)
        return math.ceil(left / math.ceil(left / most))

    def __call__(self, step: Any, first_step: Any, *supply: Any) -> Any:  # noqa: ARG002 (as Batches has it)
        """Return x of one step, float32 ``[batch_size, *data_shape]``."""
        rows, chunk_step = supply
        shape = self._examples.shape[1:]
        begin = [(step - chunk_step) * self.batch_size, *(np.int64(0) for _ in shape)]
        stored = tf.slice(rows, begin, [self.batch_size, *shape])
        return self._pixels(stored, stateless_seed(self._seed, "pixels", step))

    def close(self) -> None:
        """End the reading thread, and let go of what it has read."""
        if self._reader is not None:
            self._reader.shutdown(cancel_futures=True)
        self._reader = self._current = self._next = None

    def _taken(self, step: int) -> _Chunk:
        """Return the chunk that has been read ahead, where it is the one, and have the next one read."""
        if self._reader is None:
            self._reader = ThreadPoolExecutor(1, thread_name_prefix="vae-studio-reader")
        steps = self._steps_with(step)
        ahead, self._current, self._next = self._next, None, None
        chunk = None if ahead is None else ahead.result()
        if chunk is None or chunk.steps != steps:
            chunk = self._reader.submit(self._read, steps).result()
        self._next = self._reader.submit(self._read, self._steps_with(steps.stop))
        return chunk

    def _steps_with(self, step: int) -> range:
        """Return the steps of the chunk in which a step lies; the last chunk of an epoch ends with it."""
        epoch = step // self.steps_per_epoch
        first = step - self._offset(step)
        return range(first, min(first + self._chunk_steps, (epoch + 1) * self.steps_per_epoch))

    def _offset(self, step: int) -> int:
        return step % self.steps_per_epoch % self._chunk_steps

    def _read(self, steps: range) -> _Chunk:
        with tf.device("/CPU:0"):
            chosen = self._indices[self._order(np.int64(steps.start), len(steps)).numpy()]
        rows = read_rows(self._examples, chosen)
        with tf.device(self._device):
            return _Chunk(steps, tf.constant(rows), tf.constant(steps.start, tf.int64))


@dataclass(frozen=True)
class _Chunk:
    """Rows of the examples of some steps, one batch after the other."""

    steps: range
    rows: Any
    first_step: Any
