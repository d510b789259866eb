"""Decoding many draws for one example, without the units that none of them switches on. Imports TensorFlow.

The draws from one posterior lie close together, so that of a hidden layer of rectified units about a third is
0 for all of them. What such a unit would add to the next layer is 0, too: its row of the kernel is left out
of the product, which most of the time goes into. The sums are those of the whole layers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf
import tf_keras

from vae_studio.model.vae import VAE

UNITS_TOGETHER = 16
"""Kept units are filled up to a multiple of this, for few different shapes of the products."""
PROBES = 3


def thrifty_likelihood(vae: VAE) -> Callable[[Any], Any]:
    """Return what decodes draws z, float32 ``[S, L]``, to p(x|z) with batch ``[S]``.

    That is the model's own likelihood, unless its decoder is a `head` on a `trunk`
    (:class:`~vae_studio.api.Decoder`) that begins with rectified dense layers.
    """
    trunk, head = getattr(vae.decoder, "trunk", None), getattr(vae.decoder, "head", None)
    if not isinstance(trunk, tf_keras.Sequential) or not callable(head):
        return vae.likelihood
    layers = RectifiedLayers(trunk)
    with tf.init_scope():
        z = tf.random.stateless_normal([PROBES, vae.latent_size], (0, 0))
        if not layers.hidden or not _alike(vae.likelihood(z), head(layers(z))):
            return vae.likelihood
    return lambda z: head(layers(z))


class RectifiedLayers:
    """The layers of a network that begins with rectified dense ones, applied to draws for one example.

    Parameters
    ----------
    network
        Its layers are applied one after the other.

    Attributes
    ----------
    hidden
        The rectified dense layers at its beginning, each followed by another dense one.
    """

    def __init__(self, network: tf_keras.Sequential) -> None:
        layers = list(network.layers)
        count = 0
        while count + 1 < len(layers) and _is_rectified(layers[count]) and _is_dense(layers[count + 1]):
            count += 1
        self.hidden, self._last, self._others = layers[:count], layers[count], layers[count + 1 :]

    def __call__(self, z: Any) -> Any:
        """Return what the network makes of z, float32 ``[S, L]``; the first axis is S."""
        values = tf.transpose(z)
        kernel = self.hidden[0].kernel
        for layer, following in zip(self.hidden, [*self.hidden[1:], self._last], strict=True):
            sums = tf.matmul(kernel, values, transpose_a=True) + layer.bias[:, None]
            values = tf.nn.relu(sums)
            kept = _switched_on(values)
            values, kernel = tf.gather(values, kept), tf.gather(following.kernel, kept)
        result = self._last.activation(tf.matmul(values, kernel, transpose_a=True) + self._last.bias)
        for layer in self._others:
            result = layer(result)
        return result


def _switched_on(values: Any) -> Any:
    """Return the numbers of the units that some draw switches on, and of some others, int32 ``[n]``.

    `values` are float32 ``[units, S]``. What is no number counts as switched on.
    """
    units = values.shape[0]
    is_on = tf.logical_not(tf.reduce_max(values, axis=1) <= 0.0)
    count = tf.math.count_nonzero(is_on, dtype=tf.int32)
    count = tf.minimum(units, (count + UNITS_TOGETHER - 1) // UNITS_TOGETHER * UNITS_TOGETHER)
    return tf.math.top_k(tf.cast(is_on, tf.float32), count, sorted=False).indices


def _is_dense(layer: Any) -> bool:
    return type(layer) is tf_keras.layers.Dense and layer.use_bias and layer.compute_dtype == "float32"


def _is_rectified(layer: Any) -> bool:
    return _is_dense(layer) and layer.activation is tf_keras.activations.relu


def _alike(one: Any, other: Any) -> bool:
    """Return whether two distributions have the same mean, but for rounding."""
    return bool(np.allclose(one.mean(), other.mean(), rtol=1e-3, atol=1e-5))
