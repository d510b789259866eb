"""The shuffled batches of a training split, each a function of the seed and the step alone."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import tensorflow as tf

from vae_studio.api import DataError
from vae_studio.model.pixels import Pixels
from vae_studio.model.seeds import stateless_seed

CHUNK_BYTES = 4 << 20


class Batches(Protocol):
    """What training steps are fed from.

    A compiled call is given what :meth:`supply` returns for its steps; each step then makes its x of it, in
    the graph.

    Attributes
    ----------
    batch_size
        Examples per step.
    steps_per_epoch
        Batches that the examples fill.
    supply_signature
        Types and shapes of what :meth:`supply` returns.
    """

    batch_size: int
    steps_per_epoch: int
    supply_signature: list[tf.TensorSpec]

    def supply(self, first_step: int, count: int) -> tuple[Any, ...]:
        """Return what a compiled call of `count` steps from `first_step` on is given; none may be left out."""
        ...

    def steps_until(self, step: int, most: int) -> int:
        """Return how many steps a call that begins at `step` may run: from 1 to `most`, within an epoch."""
        ...

    def __call__(self, step: Any, first_step: Any, *supply: Any) -> Any:
        """Return x of one step, float32 ``[batch_size, *data_shape]``.

        Parameters
        ----------
        step, first_step
            The step, and the first one of its call; int64 scalars.
        supply
            What the call was given.
        """
        ...

    def close(self) -> None:
        """End what runs beside the training. What was closed may be used again."""
        ...


class BatchOrder:
    """Which examples each step is trained on: all of them in each epoch, in an order of its own.

    Parameters
    ----------
    examples
        How many there are, n.
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

    def __init__(self, examples: int, batch_size: int, seed: int) -> None:
        if examples == 0:
            raise DataError("The training split is empty.", "Lower data.validation or data.test.")
        self.batch_size = min(batch_size, examples)
        self.steps_per_epoch = examples // self.batch_size
        self._last = examples - 1
        self._seed = seed

    def __call__(self, step: Any, count: int = 1) -> Any:
        """Return numbers from 0 to n - 1, int64 ``[count * batch_size]``.

        Parameters
        ----------
        step
            The first step; an integer or an int64 scalar.
        count
            How many steps of the same epoch.
        """
        epoch, position = step // self.steps_per_epoch, step % self.steps_per_epoch
        places = position * self.batch_size + tf.range(count * self.batch_size, dtype=tf.int64)
        return tf.random.experimental.index_shuffle(
            places,
            seed=stateless_seed(self._seed, "shuffle", epoch),
            max_index=tf.constant(self._last, tf.int64),
        )


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
    batch_size, steps_per_epoch
        Those of the :class:`BatchOrder`.
    supply_signature
        Empty: everything is in the graph already.
    """

    def __init__(
        self, examples: np.ndarray, indices: np.ndarray, *, pixels: Pixels, batch_size: int, seed: int
    ) -> None:
        self._order = BatchOrder(len(indices), batch_size, seed)
        self.batch_size = self._order.batch_size
        self.steps_per_epoch = self._order.steps_per_epoch
        self.supply_signature: list[tf.TensorSpec] = []
        self._pixels = pixels
        self._seed = seed
        self._stored = _in_memory(examples, indices)

    def supply(self, first_step: int, count: int) -> tuple[Any, ...]:  # noqa: ARG002 (as Batches has it)
        """Return nothing."""
        return ()

    def steps_until(self, step: int, most: int) -> int:  # noqa: ARG002 (as Batches has it)
        """Return `most`: calls may begin and end anywhere."""
        return most

    def __call__(self, step: Any, first_step: Any = 0, *supply: Any) -> Any:  # noqa: ARG002 (as Batches has it)
        """Return x of one step, float32 ``[batch_size, *data_shape]``; `step` is an int64 scalar."""
        stored = tf.gather(self._stored, self._order(step))
        return self._pixels(stored, stateless_seed(self._seed, "pixels", step))

    def close(self) -> None:
        """Do nothing: nothing runs beside the training."""


def _in_memory(examples: np.ndarray, indices: np.ndarray) -> Any:
    """Return the chosen examples as one tensor, converted in chunks so that other threads get their turn."""
    rows = max(1, CHUNK_BYTES // max(1, examples[0].nbytes))
    chunks = [
        tf.convert_to_tensor(examples[indices[start : start + rows]]) for start in range(0, len(indices), rows)
    ]
    return tf.concat(chunks, axis=0)
