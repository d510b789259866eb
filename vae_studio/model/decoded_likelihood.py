"""log p(x|z) of examples under many draws of z each. Imports TensorFlow."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from vae_studio.model.log_likelihood import bernoulli_logits

MOST_FACTORS = 100
"""Factors between 1 and 2 that are multiplied before a logarithm is taken: 2¹⁰⁰ is a float32, 2¹²⁸ is none."""


def decoded_log_likelihood(p: Any, x: Any) -> Any:
    """Return log p(x|z), float32 ``[S, B]``, nats; not to be differentiated.

    The distribution's own ``log_prob``, except of independent Bernoulli components given by their logits: for
    them the same figure at a fraction of the time, which would else exceed that of the decoder.

    Parameters
    ----------
    p
        p(x|z) of S draws for each example, batch ``[S * B]``, event ``data_shape``: first the first draw for
        each example.
    x
        The examples, float32 ``[B, *data_shape]``.
    """
    logits = bernoulli_logits(p)
    if logits is not None:
        flat = tf.reshape(x, [-1, x.shape[1:].num_elements()])
        return bernoulli_log_likelihood(tf.reshape(logits, [-1, *_shape(flat)]), flat)
    draws = p.batch_shape_tensor()[0] // tf.shape(x)[0]
    repeated = tf.tile(x, [draws, *[1] * (x.shape.rank - 1)])
    return tf.reshape(p.log_prob(repeated), [draws, -1])


def bernoulli_log_likelihood(logits: Any, x: Any) -> Any:
    """Return Σ x·l − softplus(l), float32 ``[S, B]``, of independent components.

    As softplus(l) = max(l, 0) + log(1 + exp(−|l|)), the sum is that of min(x·l, (x − 1)·l), whose large terms
    cancel one by one, less a sum of logarithms of numbers from 1 to 2, of which many are multiplied for one
    logarithm. Each factor is rounded by 6e-8 at most, and so is what becomes of its logarithm, in nats.

    Parameters
    ----------
    logits
        float32 ``[S, B, D]``.
    x
        Values, float32 ``[B, D]``; grey ones are weighed as by ``tfd.Bernoulli.log_prob``.
    """
    size = logits.shape[-1]
    factors = next(count for count in range(min(MOST_FACTORS, size), 0, -1) if size % count == 0)
    agreeing = tf.reduce_sum(tf.minimum(x * logits, (x - 1.0) * logits), axis=-1)
    terms = tf.reshape(1.0 + tf.exp(-tf.abs(logits)), [*_shape(logits)[:2], factors, size // factors])
    return agreeing - tf.reduce_sum(tf.math.log(tf.reduce_prod(terms, axis=2)), axis=-1)


def _shape(values: Any) -> list[Any]:
    """Return the sizes of a tensor, as numbers where they are known before it is computed."""
    dynamic = tf.shape(values)
    return [dynamic[axis] if size is None else size for axis, size in enumerate(values.shape)]
