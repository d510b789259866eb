"""Many optimiser steps inside one compiled call.

A call runs a loop in the graph: gather a shuffled batch from memory, make x of it, draw the noise,
split the batch into shards, take each shard's gradient side by side, add them, update. Every random
number is a function of the seed and the step, so that where calls begin and end changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from vae_studio.api import DataError
from vae_studio.model.devices import on_device
from vae_studio.model.objective import ExampleFigures, example_figures, standard_noise
from vae_studio.model.pixels import Pixels
from vae_studio.model.seeds import derived_seed, stateless_seed
from vae_studio.model.sharding import split_sizes
from vae_studio.model.vae import VAE
from vae_studio.training.optimisers import FusedOptimiser

CHUNK_BYTES = 4 << 20


@dataclass(frozen=True)
class CallResult:
    """What one compiled call did.

    Attributes
    ----------
    done
        Steps that updated the weights.
    finite
        Whether every one of them had finite figures and gradients; the call ends at the first that
        has not, without updating.
    totals
        The totals given, plus the figures of the steps done; float64.
    last
        Figures of the last step tried: objective, reconstruction, KL, then KL per dimension; nats per
        example, means over the batch.
    """

    done: int
    finite: bool
    totals: np.ndarray
    last: np.ndarray


class Engine:
    """The compiled training steps of one model on one training split.

    Parameters
    ----------
    vae
        The model.
    examples
        Stored examples, uint8 or float32 ``[N, *data_shape]``.
    indices
        Which of them are trained on, int64 ``[n]``.
    pixels
        How stored examples become x.
    optimiser
        Name of the rule.
    batch_size
        Examples per step, at most n.
    seed
        The run's seed.
    shards
        Parts of a batch computed side by side.
    device
        TensorFlow's name of the device that computes; empty for TensorFlow's own choice.
    """

    def __init__(
        self,
        vae: VAE,
        examples: np.ndarray,
        indices: np.ndarray,
        *,
        pixels: Pixels,
        optimiser: str,
        batch_size: int,
        seed: int,
        shards: int,
        device: str = "",
    ) -> None:
        if len(indices) == 0:
            raise DataError("The training split is empty.", "Lower data.validation or data.test.")
        self.vae = vae
        self.batch_size = min(batch_size, len(indices))
        self.steps_per_epoch = len(indices) // self.batch_size
        self.shards = 1 if vae.couples_examples else min(shards, self.batch_size)
        self.variables = list(vae.named_trainable_weights().values())
        self.optimiser = FusedOptimiser(optimiser, self.variables)
        self._pixels = pixels
        self._seed = seed
        self._stored = _in_memory(examples, indices)
        self.figure_count = self._count_figures()
        self._compiled: Any = tf.function(
            on_device(device, self._run),
            input_signature=[
                tf.TensorSpec([], tf.int64),
                tf.TensorSpec([None], tf.float32),
                tf.TensorSpec([None], tf.float32),
                tf.TensorSpec([self.figure_count], tf.float64),
            ],
        )

    def run(
        self, first_step: int, betas: Sequence[float], rates: Sequence[float], totals: np.ndarray
    ) -> CallResult:
        """Run as many steps as there are weights β and learning rates.

        Parameters
        ----------
        first_step
            Steps done before.
        betas, rates
            Weight of the penalty and learning rate of each step.
        totals
            Sums of the figures so far, float64 ``[figure_count]``.
        """
        done, finite, sums, last = self._compiled(
            tf.constant(first_step, tf.int64),
            tf.constant(betas, tf.float32),
            tf.constant(rates, tf.float32),
            tf.constant(totals, tf.float64),
        )
        return CallResult(int(done), bool(finite), sums.numpy(), last.numpy())

    def gradient(self, step: Any, beta: Any) -> tuple[Any, Any]:
        """Return the figures of one step, ``[figure_count]``, and its gradient as one vector."""
        x, noise, seed = self._batch(step)
        sizes = split_sizes(self.batch_size, self.shards)
        parts = zip(tf.split(x, sizes), tf.split(noise, sizes, axis=1), strict=True)
        shards = [
            self._shard(x_part, noise_part, derived_seed(seed, number), beta)
            for number, (x_part, noise_part) in enumerate(parts)
        ]
        figures, gradients = zip(*shards, strict=True)
        return tf.add_n(figures), tf.add_n(gradients)

    def _batch(self, step: Any) -> tuple[Any, Any, Any]:
        epoch, position = step // self.steps_per_epoch, step % self.steps_per_epoch
        places = position * self.batch_size + tf.range(self.batch_size, dtype=tf.int64)
        index = tf.random.experimental.index_shuffle(
            places,
            seed=stateless_seed(self._seed, "shuffle", epoch),
            max_index=tf.cast(self._stored.shape[0] - 1, tf.int64),
        )
        x = self._pixels(tf.gather(self._stored, index), stateless_seed(self._seed, "pixels", step))
        seed = stateless_seed(self._seed, "posterior", step)
        return x, standard_noise(self.vae, self.batch_size, seed), seed

    def _shard(self, x: Any, noise: Any, seed: Any, beta: Any) -> tuple[Any, Any]:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(self.variables)
            figures = example_figures(self.vae, x, noise, seed, training=True)
            objective = figures.objective(beta)
            loss = tf.reduce_sum(objective) / self.batch_size
        gradient = self.optimiser.flatten(tape.gradient(loss, self.variables))
        return self._sums(figures, objective) / self.batch_size, gradient

    @staticmethod
    def _sums(figures: ExampleFigures, objective: Any) -> Any:
        heads = tf.stack(
            [tf.reduce_sum(objective), tf.reduce_sum(figures.reconstruction), tf.reduce_sum(figures.kl)]
        )
        if figures.kl_per_dimension is None:
            return heads
        return tf.concat([heads, tf.reduce_sum(figures.kl_per_dimension, axis=0)], axis=0)

    def _run(self, first_step: Any, betas: Any, rates: Any, totals: Any) -> tuple[Any, ...]:
        def more(done: Any, finite: Any, *_: Any) -> Any:
            return tf.logical_and(finite, done < tf.size(betas))

        def step(done: Any, _finite: Any, totals: Any, _last: Any) -> tuple[Any, ...]:
            number = first_step + tf.cast(done, tf.int64)
            figures, gradient = self.gradient(number, betas[done])
            finite = tf.reduce_all(tf.math.is_finite(tf.concat([figures, gradient], axis=0)))

            def update() -> tuple[Any, Any]:
                self.optimiser.apply(gradient, rates[done], number)
                return done + 1, totals + tf.cast(figures, tf.float64)

            done, totals = tf.cond(finite, update, lambda: (done, totals))
            return done, finite, totals, figures

        start = (tf.constant(0), tf.constant(True), totals, tf.zeros([self.figure_count]))
        ended: tuple[Any, ...] = tf.while_loop(more, step, start, parallel_iterations=1)
        return ended

    def _count_figures(self) -> int:
        x = tf.zeros([1, *self.vae.data_shape])
        noise = tf.zeros([self.vae.kl.samples, 1, self.vae.latent_size])
        figures = example_figures(self.vae, x, noise, stateless_seed(self._seed, "posterior"))
        return int(self._sums(figures, figures.objective(1.0)).shape[0])


def _in_memory(examples: np.ndarray, indices: np.ndarray) -> Any:
    """Return the chosen examples as one tensor, converted in chunks so that other threads get their turn."""
    rows = max(1, CHUNK_BYTES // max(1, examples[0].nbytes))
    chunks = [
        tf.convert_to_tensor(examples[indices[start : start + rows]]) for start in range(0, len(indices), rows)
    ]
    return tf.concat(chunks, axis=0)
