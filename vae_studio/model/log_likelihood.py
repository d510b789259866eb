"""log p(x|z) as training needs it: value and gradient in few passes over the pixels. Imports TensorFlow."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tensorflow_probability as tfp

tfd = tfp.distributions


def log_likelihood(p: Any, x: Any) -> Any:
    """Return log p(x|z), float32 ``[B]``, nats.

    The distribution's own ``log_prob``, except of independent Bernoulli components given by their logits: for
    them the same figure, and its gradient by the logits, in a third of the operations.

    Parameters
    ----------
    p
        p(x|z), batch ``[B]``, event ``data_shape``.
    x
        float32 ``[B, *data_shape]``.
    """
    logits = bernoulli_logits(p)
    if logits is None:
        return p.log_prob(x)
    return _bernoulli(logits, tf.convert_to_tensor(x))


def bernoulli_logits(p: Any) -> Any:
    """Return the float32 logits of independent Bernoulli components; None of any other distribution."""
    if type(p) is not tfd.Independent or type(p.distribution) is not tfd.Bernoulli:
        return None
    logits = p.distribution.logits
    return None if logits is None or logits.dtype != tf.float32 else logits


@tf.custom_gradient
def _bernoulli(logits: Any, x: Any) -> Any:
    """Return Σ x·l − softplus(l) over all axes but the first."""
    event = list(range(1, logits.shape.rank))

    def gradients(upstream: Any) -> tuple[Any, Any]:
        each = tf.reshape(upstream, [-1, *[1] * len(event)])
        return each * (x - tf.sigmoid(logits)), each * logits

    return tf.reduce_sum(x * logits - tf.math.softplus(logits), axis=event), gradients
