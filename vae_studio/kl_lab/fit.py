"""Gradient descent on a divergence of Gaussians, with TensorFlow Probability.

One compiled loop makes all steps. It is kept for the next problem of the same kind: another target,
learning rate, start or number of steps costs no tracing, so that moving a slider solves anew at once.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from vae_studio.api import SpecError
from vae_studio.kl_lab.families import place, trainable_gaussian
from vae_studio.kl_lab.fitted import KLFit
from vae_studio.kl_lab.problem import Direction, Estimate, Family, KLProblem, Optimiser
from vae_studio.kl_lab.stages import stages

tfd = tfp.distributions
_RULES = {
    "adam": tf_keras.optimizers.Adam,
    "sgd": tf_keras.optimizers.SGD,
    "rmsprop": tf_keras.optimizers.RMSprop,
}
_COUNT = tf.TensorSpec([], tf.int32)
_KEPT = 24
"""Compiled loops that are kept: all kinds in one dimension."""


def fit(problem: KLProblem) -> KLFit:
    """Return the course of a fit.

    A fit whose numbers stop being finite ends at the last step before that.

    Raises
    ------
    SpecError
        The divergence is no finite number even before the first step.
    """
    fitter = _fitter(
        problem.target.dimension, problem.family, problem.direction, problem.estimate, problem.optimiser
    )
    kl, estimate, loc, scale = fitter.run(problem)
    bad = ~(np.isfinite(kl) & np.isfinite(estimate) & np.isfinite(scale).all(axis=(1, 2)))
    length = int(bad.argmax()) if bad.any() else len(kl)
    if length == 0:
        raise SpecError(
            "the divergence from this target is beyond all numbers", remedy="Take a less extreme one."
        )
    drawn = estimate[:length] if problem.estimate == "monte_carlo" else None
    raw = problem.target.raw
    opened_up = stages(raw) if raw is not None else ()
    return KLFit(problem, kl[:length], drawn, loc[:length], scale[:length], opened_up)


class _Fitter:
    """q, its optimiser and the compiled loop for all problems of one kind."""

    def __init__(
        self,
        dimension: int,
        family: Family,
        direction: Direction,
        estimate: Estimate,
        optimiser: Optimiser,
    ) -> None:
        self._family = family
        self._direction = direction
        self._draws = estimate == "monte_carlo"
        self._lock = threading.Lock()
        self._q = trainable_gaussian(family, dimension)
        self._variables = self._q.trainable_variables
        self._optimiser = _RULES[optimiser]()
        self._optimiser.build(self._variables)
        self._course = tf.function(self._loop).get_concrete_function(
            tf.TensorSpec([dimension, dimension], tf.float64), _COUNT, _COUNT, tf.TensorSpec([2], tf.int32)
        )

    def run(self, problem: KLProblem) -> tuple[np.ndarray, ...]:
        """Return kl ``[T + 1]``, estimate ``[T + 1]``, loc ``[T + 1, d]`` and scale ``[T + 1, d, d]``."""
        with self._lock:
            for variable in self._optimiser.variables:
                variable.assign(tf.zeros_like(variable))
            self._optimiser.learning_rate.assign(problem.learning_rate)
            place(self._q, self._family, problem.start_loc, problem.start_sd)
            seed = tf.constant([problem.seed, 0], tf.int32)
            steps, samples = tf.constant(problem.steps, tf.int32), tf.constant(problem.samples, tf.int32)
            course = self._course(tf.constant(problem.target.scale), steps, samples, seed)
            return tuple(part.numpy() for part in course)

    def _loop(self, target_scale: Any, steps: Any, samples: Any, seed: Any) -> tuple[Any, ...]:
        p = tfd.MultivariateNormalTriL(tf.zeros_like(target_scale[0]), scale_tril=target_scale)
        q = self._q
        kl = tf.TensorArray(tf.float64, size=steps + 1)
        estimate = tf.TensorArray(tf.float64, size=steps + 1)
        loc = tf.TensorArray(tf.float64, size=steps + 1)
        scale = tf.TensorArray(tf.float64, size=steps + 1)
        for step in tf.range(steps + 1):
            with tf.GradientTape() as tape:
                exact = self._exact(q, p)
                loss = self._drawn(q, p, samples, [seed[0], step]) if self._draws else exact
            kl = kl.write(step, exact)
            estimate = estimate.write(step, loss)
            loc = loc.write(step, q.mean())
            scale = scale.write(step, q.scale.to_dense())
            if step < steps:
                gradients = tape.gradient(loss, self._variables, unconnected_gradients="zero")
                self._optimiser.apply_gradients(zip(gradients, self._variables, strict=True))
        return kl.stack(), estimate.stack(), loc.stack(), scale.stack()

    def _exact(self, q: Any, p: Any) -> Any:
        return tfd.kl_divergence(q, p) if self._direction == "reverse" else tfd.kl_divergence(p, q)

    def _drawn(self, q: Any, p: Any, samples: Any, seed: Any) -> Any:
        """Return the mean of the log ratio over draws of its first distribution, nats."""
        first, second = (q, p) if self._direction == "reverse" else (p, q)
        z = first.sample(samples, seed=seed)
        return tf.reduce_mean(first.log_prob(z) - second.log_prob(z))


@lru_cache(maxsize=_KEPT)
def _fitter(
    dimension: int, family: Family, direction: Direction, estimate: Estimate, optimiser: Optimiser
) -> _Fitter:
    return _Fitter(dimension, family, direction, estimate, optimiser)
