"""Many optimiser steps inside one compiled call.

A call runs a loop in the graph: gather a shuffled batch from memory, make x of it, draw the noise,
split the batch into shards, take each shard's gradient side by side, add them, update. Every random
number is a function of the seed and the step, so that where calls begin and end changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from vae_studio.model.devices import on_device
from vae_studio.model.objective import example_figures, standard_noise
from vae_studio.model.seeds import derived_seed, stateless_seed
from vae_studio.model.sharding import split_sizes
from vae_studio.model.vae import VAE
from vae_studio.training.batch_source import BatchSource
from vae_studio.training.optimisers import FusedOptimiser
from vae_studio.training.step_figures import CallResult, count_figures, figure_sums


class Engine:
    """The compiled training steps of one model on one training split.

    Parameters
    ----------
    vae
        The model.
    batches
        What it is trained on.
    optimiser
        Name of the rule.
    seed
        The run's seed.
    shards
        Parts of a batch computed side by side.
    device
        TensorFlow's name of the device that computes; empty for TensorFlow's own choice.
    """

    seconds_per_call = 0.1
    """How long a call should last."""

    leaves_bad_steps_out = True
    """Whether a step whose figures or gradients are not finite leaves the weights as they were."""

    def __init__(
        self,
        vae: VAE,
        batches: BatchSource,
        *,
        optimiser: str,
        seed: int,
        shards: int,
        device: str = "",
    ) -> None:
        self.vae = vae
        self.batch_size = batches.batch_size
        self.steps_per_epoch = batches.steps_per_epoch
        self.shards = 1 if vae.couples_examples else min(shards, self.batch_size)
        self.variables = list(vae.named_trainable_weights().values())
        self.optimiser = FusedOptimiser(optimiser, self.variables)
        self._batches = batches
        self._seed = seed
        self.figure_count = count_figures(vae, self.batch_size)
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
        x, noise, seed = self.batch(step)
        sizes = split_sizes(self.batch_size, self.shards)
        parts = zip(tf.split(x, sizes), tf.split(noise, sizes, axis=1), strict=True)
        shards = [
            self._shard(x_part, noise_part, derived_seed(seed, number), beta)
            for number, (x_part, noise_part) in enumerate(parts)
        ]
        figures, gradients = zip(*shards, strict=True)
        return tf.add_n(figures), tf.add_n(gradients)

    def batch(self, step: Any) -> tuple[Any, Any, Any]:
        """Return x ``[B, *data_shape]``, standard normal noise ``[S, B, L]`` and the seed of one step."""
        seed = stateless_seed(self._seed, "posterior", step)
        return self._batches(step), standard_noise(self.vae, self.batch_size, seed), seed

    def _shard(self, x: Any, noise: Any, seed: Any, beta: Any) -> tuple[Any, Any]:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(self.variables)
            figures = example_figures(self.vae, x, noise, seed, training=True)
            objective = figures.objective(beta)
            loss = tf.reduce_sum(objective) / self.batch_size
        gradient = self.optimiser.flatten(tape.gradient(loss, self.variables))
        return figure_sums(figures, beta) / self.batch_size, gradient

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
