"""The exact KL between posterior and prior: where it exists, and per latent dimension."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tensorflow_probability as tfp

tfd = tfp.distributions


def is_deterministic(distribution: Any) -> bool:
    """Return whether a distribution is a point, which has no density."""
    while isinstance(distribution, tfd.Independent):
        distribution = distribution.distribution
    return isinstance(distribution, (tfd.Deterministic, tfd.VectorDeterministic))


def has_full_covariance(distribution: Any) -> bool:
    """Return whether a distribution is a Gaussian whose latent dimensions are correlated."""
    gaussian = isinstance(distribution, tfd.MultivariateNormalLinearOperator)
    return gaussian and independent_normals(distribution) is None


def has_closed_form(q: Any, p: Any) -> bool:
    """Return whether TensorFlow Probability knows KL(q‖p) in closed form for these two families."""
    try:
        tfd.kl_divergence(q, p)
    except NotImplementedError:
        return False
    return True


def kl_divergence(q: Any, p: Any, z: Any) -> tuple[Any | None, Any | None]:
    """Return KL(q‖p) with weight 1, and the same for each latent dimension where it factorises.

    A deterministic posterior has no density, hence no KL. Others have theirs in closed form where one
    exists, and as the mean of ``log q(z) - log p(z)`` over the draws where none does.

    Parameters
    ----------
    q
        The posterior, batch ``[B]``, event ``[L]``.
    p
        The prior, batch ``[]``, event ``[L]``.
    z
        Draws from q, float32 ``[S, B, L]``.

    Returns
    -------
    float32 ``[B]`` or None, and float32 ``[B, L]`` or None; nats.
    """
    if is_deterministic(q):
        return None, None
    q_marginals, p_marginals = independent_normals(q), independent_normals(p)
    if q_marginals is not None and p_marginals is not None:
        per_dimension = tfd.kl_divergence(q_marginals, p_marginals)
        return tf.reduce_sum(per_dimension, axis=-1), per_dimension
    if has_closed_form(q, p):
        return tfd.kl_divergence(q, p), None
    return tf.reduce_mean(q.log_prob(z) - p.log_prob(z), axis=0), None


def independent_normals(distribution: Any) -> Any | None:
    """Return the marginals of a Gaussian with diagonal covariance as one Normal, or None.

    The Normal has batch ``[..., L]`` for a distribution with batch ``[...]`` and event ``[L]``.
    """
    if isinstance(distribution, tfd.MultivariateNormalDiag):
        return tfd.Normal(distribution.mean(), distribution.stddev())
    if isinstance(distribution, tfd.Independent) and isinstance(distribution.distribution, tfd.Normal):
        return distribution.distribution
    return None
