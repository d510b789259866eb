"""Many optimiser steps inside one compiled call.

A call runs a loop in the graph: split a batch into shards, take each shard's gradient side by side, add them,
update; and meanwhile gather the next shuffled batch from memory, make x of it and draw its noise. Every random
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
from vae_studio.training.batch_source import Batches
from vae_studio.training.loss_scale import LossScale
from vae_studio.training.optimisers import FusedOptimiser
from vae_studio.training.step_figures import CallResult, count_figures, figure_sums
from vae_studio.training.step_mark import StepMark


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
    scaled
        Whether the loss is scaled, for layers that compute in float16.
    xla
        Whether the gradient of a part is compiled by XLA.
    marked
        Whether a call that fails tells how many of its steps are whole; by default on GPUs, where memory ends.

    Attributes
    ----------
    loss_scale
        What the loss is scaled by; None where it is not.
    """

    seconds_per_call = 0.1
    """How long a call should last."""

    leaves_bad_steps_out = True
    """Whether a step whose figures or gradients are not finite leaves the weights as they were."""

    def __init__(
        self,
        vae: VAE,
        batches: Batches,
        *,
        optimiser: str,
        seed: int,
        shards: int,
        device: str = "",
        scaled: bool = False,
        xla: bool = False,
        marked: bool | None = None,
    ) -> None:
        self.vae = vae
        self.batch_size = batches.batch_size
        self.steps_per_epoch = batches.steps_per_epoch
        self.shards = 1 if vae.couples_examples else min(shards, self.batch_size)
        self.variables = list(vae.named_trainable_weights().values())
        self.optimiser = self.make_optimiser(optimiser)
        self._batches = batches
        self._seed = seed
        self.figure_count = count_figures(vae, self.batch_size)
        self.loss_scale = LossScale() if scaled else None
        self._mark = StepMark(self.figure_count) if _is_gpu(device, marked) else None
        self._part: Any = tf.function(self._shard, jit_compile=True) if xla else self._shard
        self._compiled: Any = tf.function(
            on_device(device, self._run),
            input_signature=[
                tf.TensorSpec([], tf.int64),
                tf.TensorSpec([None], tf.float32),
                tf.TensorSpec([None], tf.float32),
                tf.TensorSpec([self.figure_count], tf.float64),
                *batches.supply_signature,
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
        if self._mark is not None:
            self._mark.begin(first_step, totals)
        done, finite, sums, last = self._compiled(
            tf.constant(first_step, tf.int64),
            tf.constant(betas, tf.float32),
            tf.constant(rates, tf.float32),
            tf.constant(totals, tf.float64),
            *self._batches.supply(first_step, len(betas)),
        )
        return CallResult(int(done), bool(finite), sums.numpy(), last.numpy())

    def whole_steps(self) -> tuple[int, np.ndarray] | None:
        """Return how many steps are done after a call that failed, and the sums of the figures.

        None where that is not known, or the step that failed had begun to change the weights.
        """
        return None if self._mark is None else self._mark.read()

    def make_optimiser(self, rule: str) -> FusedOptimiser:
        """Return the optimiser of the model's variables."""
        return FusedOptimiser(rule, self.variables)

    def steps_until(self, step: int, most: int) -> int:
        """Return how many steps a call that begins at `step` may run, at most so many."""
        return self._batches.steps_until(step, most)

    def close(self) -> None:
        """End what reads examples beside the training."""
        self._batches.close()

    def gradient(self, step: Any, beta: Any, first_step: Any = 0, *supply: Any) -> tuple[Any, list[Any]]:
        """Return the figures of one step, ``[figure_count]``, and its gradient by each variable.

        `first_step` and `supply` are those of its call, as in :class:`~.batch_source.Batches`.
        """
        return self._gradient(self.batch(step, first_step, *supply), beta)

    def _gradient(self, batch: tuple[Any, Any, Any], beta: Any) -> tuple[Any, list[Any]]:
        x, noise, seed = batch
        sizes = split_sizes(self.batch_size, self.shards)
        seeds = [derived_seed(seed, number) for number in range(self.shards)]
        parts = list(zip(tf.split(x, sizes), tf.split(noise, sizes, axis=1), seeds, strict=True))
        figures, gradients = self.added(parts, beta)
        return figures, gradients if self.loss_scale is None else self.loss_scale.unscaled(gradients)

    def added(self, parts: Sequence[tuple[Any, Any, Any]], beta: Any) -> tuple[Any, list[Any]]:
        """Return the figures and the gradients of a batch from its parts, each of them x, noise and seed."""
        figures, *gradients = zip(*[self._part(*part, beta) for part in parts], strict=True)
        return tf.add_n(figures), [tf.add_n(one) for one in gradients]

    def batch(self, step: Any, first_step: Any = 0, *supply: Any) -> tuple[Any, Any, Any]:
        """Return x ``[B, *data_shape]``, standard normal noise ``[S, B, L]`` and the seed of one step."""
        seed = stateless_seed(self._seed, "posterior", step)
        x = self._batches(step, first_step, *supply)
        return x, standard_noise(self.vae, self.batch_size, seed), seed

    def _shard(self, x: Any, noise: Any, seed: Any, beta: Any) -> tuple[Any, ...]:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(self.variables)
            figures = example_figures(self.vae, x, noise, seed, training=True)
            objective = figures.objective(beta)
            loss = tf.reduce_sum(objective) / self.batch_size
        upstream = None if self.loss_scale is None else tf.identity(self.loss_scale.scale)
        gradients = self.optimiser.complete(tape.gradient(loss, self.variables, upstream))
        return figure_sums(figures, beta) / self.batch_size, *gradients

    def _run(self, first_step: Any, betas: Any, rates: Any, totals: Any, *supply: Any) -> tuple[Any, ...]:
        last_step = first_step + tf.size(betas, tf.int64) - 1

        def more(done: Any, finite: Any, *_: Any) -> Any:
            return tf.logical_and(finite, done < tf.size(betas))

        def step(
            done: Any, _finite: Any, totals: Any, _last: Any, batch: tuple[Any, Any, Any]
        ) -> tuple[Any, ...]:
            number = first_step + tf.cast(done, tf.int64)
            figures, gradients = self._gradient(batch, betas[done])
            following = self.batch(tf.minimum(number + 1, last_step), first_step, *supply)
            finite = all_finite([figures, *gradients])

            def update() -> tuple[Any, Any, Any]:
                summed = totals + tf.cast(figures, tf.float64)
                self._update(gradients, rates[done], number, summed)
                return done + 1, finite, summed

            def leave_out() -> tuple[Any, Any, Any]:
                return self._leave_out(figures, done, totals)

            return *tf.cond(finite, update, leave_out), figures, following

        first = self.batch(first_step, first_step, *supply)
        start = (tf.constant(0), tf.constant(True), totals, tf.zeros([self.figure_count]), first)
        ended: tuple[Any, ...] = tf.while_loop(more, step, start, parallel_iterations=1)
        return ended[:-1]

    def _update(self, gradients: list[Any], rate: Any, number: Any, totals: Any) -> None:
        """Change the weights by one step, and take note of it."""
        if self.loss_scale is not None:
            self.loss_scale.grow()
        if self._mark is None:
            self.optimiser.apply(gradients, rate, number)
        else:
            self._mark.around(lambda: self.optimiser.apply(gradients, rate, number), number + 1, totals)

    def _leave_out(self, figures: Any, done: Any, totals: Any) -> tuple[Any, Any, Any]:
        """Leave the weights as they are after a step with a figure or a gradient that is not finite.

        Where only the gradient is at fault and a smaller loss scale may help, the step counts as done.
        """
        if self.loss_scale is None:
            return done, tf.constant(False), totals
        scale = self.loss_scale

        def shrink() -> tuple[Any, Any, Any]:
            scale.shrink()
            return done + 1, tf.constant(True), totals + tf.cast(figures, tf.float64)

        may_help = tf.logical_and(scale.can_shrink(), tf.reduce_all(tf.math.is_finite(figures)))
        left: tuple[Any, Any, Any] = tf.cond(may_help, shrink, lambda: (done, tf.constant(False), totals))
        return left


def all_finite(tensors: Sequence[Any]) -> Any:
    """Return whether all numbers are finite: their sums are not as soon as one of them is not.

    A sum that overflows counts as well; nothing is to be learnt from such a gradient either.
    """
    return tf.reduce_all(tf.math.is_finite(tf.stack([tf.reduce_sum(one) for one in tensors])))


def _is_gpu(device: str, wanted: bool | None) -> bool:
    return device.startswith("/GPU") if wanted is None else wanted
