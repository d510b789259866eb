"""The shuffled batches of a training split, each a function of the seed and the step alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

from vae_studio.api import DataError
from vae_studio.model.pixels import Pixels
from vae_studio.model.seeds import stateless_seed

CHUNK_BYTES = 4 << 20


class BatchSource:
    """Gathers batches from memory, inside the graph.

    Parameters
    ----------
    examples
        Stored examples, uint8 or float32 ``[N, *data_shape]``.
    indices
        Which of them are trained on, int64 ``[n]``.
    pixels
        How stored examples become x.
    batch_size
        Examples per step; all n where they are fewer.
    seed
        The run's seed.

    Attributes
    ----------
    batch_size
        Examples per step.
    steps_per_epoch
        Batches that n fills; what does not fill one is another part of the examples each epoch.
    """

    def __init__(
        self, examples: np.ndarray, indices: np.ndarray, *, pixels: Pixels, batch_size: int, seed: int
    ) -> None:
        if len(indices) == 0:
            raise DataError("The training split is empty.", "Lower data.validation or data.test.")
        self.batch_size = min(batch_size, len(indices))
        self.steps_per_epoch = len(indices) // self.batch_size
        self._pixels = pixels
        self._seed = seed
        self._stored = _in_memory(examples, indices)

    def __call__(self, step: Any) -> Any:
        """Return x of one step, float32 ``[batch_size, *data_shape]``; `step` is an int64 scalar."""
        epoch, position = step // self.steps_per_epoch, step % self.steps_per_epoch
        places = position * self.batch_size + tf.range(self.batch_size, dtype=tf.int64)
        index = tf.random.experimental.index_shuffle(
            places,
            seed=stateless_seed(self._seed, "shuffle", epoch),
            max_index=tf.cast(self._stored.shape[0] - 1, tf.int64),
        )
        return self._pixels(tf.gather(self._stored, index), stateless_seed(self._seed, "pixels", step))


def _in_memory(examples: np.ndarray, indices: np.ndarray) -> Any:
    """Return the chosen examples as one tensor, converted in chunks so that other threads get their turn."""
    rows = max(1, CHUNK_BYTES // max(1, examples[0].nbytes))
    chunks = [
        tf.convert_to_tensor(examples[indices[start : start + rows]]) for start in range(0, len(indices), rows)
    ]
    return tf.concat(chunks, axis=0)
