"""Draws from the posterior that gradients flow through."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.model.divergence import is_deterministic

tfd = tfp.distributions


def draw(q: Any, noise: Any, seed: Any) -> Any:
    """Return z ~ q, float32 ``[S, B, L]``.

    A deterministic posterior gives its point. A Gaussian one carries the given standard normal noise to z,
    so that a batch has the same draws however it is split. Any other family draws for itself from `seed`.

    Parameters
    ----------
    q
        The posterior, batch ``[B]``, event ``[L]``.
    noise
        Standard normal, float32 ``[S, B, L]``.
    seed
        Stateless seed, int32 ``[2]``.
    """
    if isinstance(q, tfd.MultivariateNormalLinearOperator):
        return q.bijector.forward(noise)
    if isinstance(q, tfd.Independent) and isinstance(q.distribution, tfd.Normal):
        return q.distribution.loc + q.distribution.scale * noise
    if is_deterministic(q):
        return q.mean() + tf.zeros_like(noise)
    return q.sample(tf.shape(noise)[0], seed=seed)
