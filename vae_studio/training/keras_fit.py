"""The same training through Keras: ``compile(loss=-log_prob)`` and ``fit``.

It takes the same batches and the same draws of z as the studio's own loop and applies Keras' optimiser, so
that both give the same figures; it is there to be compared with, and slower.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from vae_studio.model.objective import example_figures, standard_noise
from vae_studio.model.seeds import stateless_seed
from vae_studio.model.vae import VAE
from vae_studio.training.batch_source import Batches
from vae_studio.training.optimisers import RMSPROP_EPSILON
from vae_studio.training.step_figures import CallResult, count_figures, figure_sums

tfpl = tfp.layers

OPTIMISERS = {
    "adam": tf_keras.optimizers.Adam,
    "rmsprop": partial(tf_keras.optimizers.RMSprop, epsilon=RMSPROP_EPSILON),
    "sgd": tf_keras.optimizers.SGD,
}


class KerasEngine:
    """Training steps of one model through ``fit``, with the interface of :class:`~.engine.Engine`.

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
    device
        TensorFlow's name of the device that computes; empty for TensorFlow's own choice.
    """

    shards = 1
    loss_scale = None
    leaves_bad_steps_out = False
    seconds_per_call = 0.25
    """How long a call should last: ``fit`` spends some tens of milliseconds on beginning and ending."""

    def __init__(self, vae: VAE, batches: Batches, *, optimiser: str, seed: int, device: str = "") -> None:
        self.vae = vae
        self.batch_size = batches.batch_size
        self.steps_per_epoch = batches.steps_per_epoch
        self.figure_count = count_figures(vae, batches.batch_size)
        self._batches = batches
        self._device = device
        self._pairs: Any = tf.function(self._example_pairs, input_signature=self._pair_signature())
        self._model = FitModel(vae, self.figure_count, batches.batch_size, seed)
        self.optimiser = KerasOptimiser(OPTIMISERS[optimiser](), list(vae.named_trainable_weights().values()))
        self._model.compile(optimizer=self.optimiser.keras, loss=negative_log_likelihood)

    def run(
        self, first_step: int, betas: Sequence[float], rates: Sequence[float], totals: np.ndarray
    ) -> CallResult:
        """Run as many steps as there are weights β and learning rates, as ``Engine.run`` does.

        Keras updates the weights also in a step whose figures are not finite; the call ends there.
        """
        with tf.device(self._device or None):
            self._model.totals.assign(totals)
            supply = (tf.constant(first_step, tf.int64), *self._batches.supply(first_step, len(betas)))
            steps = tf.data.Dataset.range(first_step, first_step + len(betas))
            pairs = steps.map(lambda step: self._pairs(step, *supply))
            watch = _EachStep(self._model, first_step, betas, rates)
            with suppress(_NotFiniteError):
                self._model.fit(pairs, epochs=1, verbose=0, callbacks=[watch])
        return CallResult(watch.done, watch.finite, self._model.totals.numpy(), self._model.last.numpy())

    def whole_steps(self) -> tuple[int, np.ndarray] | None:
        """Return None: after a call that failed, Keras does not tell how many of its steps are whole."""
        return None

    def steps_until(self, step: int, most: int) -> int:
        """Return how many steps a call that begins at `step` may run, at most so many."""
        return self._batches.steps_until(step, most)

    def close(self) -> None:
        """End what reads examples beside the training."""
        self._batches.close()

    def _pair_signature(self) -> list[tf.TensorSpec]:
        number = tf.TensorSpec([], tf.int64)
        return [number, number, *self._batches.supply_signature]

    def _example_pairs(self, step: Any, first_step: Any, *supply: Any) -> tuple[Any, Any]:
        x = tf.ensure_shape(self._batches(step, first_step, *supply), [self.batch_size, *self.vae.data_shape])
        return x, x


class FitModel(tf_keras.Model):
    """A VAE as a Keras model: x in, the distribution p(x|z) out, the weighted KL by ``add_loss``.

    Parameters
    ----------
    vae
        The model.
    figure_count
        How many figures a step has.
    batch_size
        Examples per step.
    seed
        The run's seed.

    Attributes
    ----------
    step, beta
        Number of the step and weight of the penalty, set before each step.
    totals, last
        Figures summed over the steps, float64, and those of the last step.
    """

    def __init__(self, vae: VAE, figure_count: int, batch_size: int, seed: int) -> None:
        super().__init__(name="vae_fit")
        self._vae = vae
        self._batch_size = batch_size
        self._seed = seed
        self.step = tf.Variable(0, dtype=tf.int64, trainable=False)
        self.beta = tf.Variable(1.0, trainable=False)
        self.totals = tf.Variable(tf.zeros([figure_count], tf.float64), trainable=False)
        self.last = tf.Variable(tf.zeros([figure_count]), trainable=False)

    @property
    def trainable_variables(self) -> list[Any]:
        """The model's variables, each once, in the order of their names."""
        return list(self._vae.named_trainable_weights().values())

    def call(self, x: Any, training: bool | None = None) -> Any:  # noqa: ARG002 (Keras calls with it)
        """Return p(x|z) for the step's own draw of z, and add the step's KL to the losses."""
        seed = stateless_seed(self._seed, "posterior", self.step)
        noise = standard_noise(self._vae, self._batch_size, seed)
        figures = example_figures(self._vae, x, noise, seed, training=True)
        self.add_loss(tf.reduce_mean(figures.added(self.beta)))
        sums = figure_sums(figures, self.beta) / self._batch_size
        self.last.assign(sums)
        finite = tf.reduce_all(tf.math.is_finite(sums))
        self.totals.assign_add(tf.cast(tf.where(finite, sums, tf.zeros_like(sums)), tf.float64))
        likelihood = tfpl.DistributionLambda(lambda _: figures.decoded, lambda decoded: decoded.mean())
        return likelihood(x)


def negative_log_likelihood(x: Any, likelihood: Any) -> Any:
    """Return ``-log p(x|z)`` for each example, ``[B]``: the loss that ``compile`` is given."""
    return -likelihood.log_prob(x)


class KerasOptimiser:
    """Keras' optimiser as part of a checkpoint.

    Parameters
    ----------
    keras
        The optimiser.
    variables
        What it changes.

    Attributes
    ----------
    slots
        Its own variables by name.
    """

    def __init__(self, keras: Any, variables: list[Any]) -> None:
        keras.build(variables)
        self.keras = keras
        self.slots = {f"keras-{number:03d}": variable for number, variable in enumerate(keras.variables)}

    def state(self) -> dict[str, np.ndarray]:
        """Return copies of the slots."""
        return {name: slot.numpy() for name, slot in self.slots.items()}

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Set the slots to copies that :meth:`state` gave."""
        for name, slot in self.slots.items():
            slot.assign(state[name])


class _EachStep(tf_keras.callbacks.Callback):
    """Sets number, β and learning rate before each step, and ends the call at figures that are not finite."""

    def __init__(
        self, model: FitModel, first_step: int, betas: Sequence[float], rates: Sequence[float]
    ) -> None:
        super().__init__()
        self._fit, self._first_step, self._betas, self._rates = model, first_step, betas, rates
        self.done = 0
        self.finite = True

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 (Keras' signature)
        """Set what the step depends on."""
        self._fit.step.assign(self._first_step + batch)
        self._fit.beta.assign(self._betas[batch])
        self._fit.optimizer.learning_rate.assign(self._rates[batch])

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 (Keras' signature)
        """Count the step, or stop."""
        if np.all(np.isfinite(self._fit.last.numpy())):
            self.done += 1
            return
        self.finite = False
        raise _NotFiniteError


class _NotFiniteError(Exception):
    """Ends ``fit`` at once: its ``stop_training`` is looked at only after the epoch."""
