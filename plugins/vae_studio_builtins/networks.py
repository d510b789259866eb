"""A network that ends in a distribution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf
import tf_keras

from vae_studio_builtins.fast_convolutions import Conv2D, Conv2DTranspose


class DistributionNetwork(tf.Module):
    """A Keras trunk that computes parameters, and a head that makes a distribution of them.

    Parameters
    ----------
    trunk
        Maps float32 ``[B, *input_shape]`` to parameters ``[B, ...]``; built on construction.
    head
        Maps those parameters to a ``tfd.Distribution`` with batch ``[B]``.
    input_shape
        Shape of one input, without the batch.
    name
        Name of the module.

    Attributes
    ----------
    reconstruction_unit
        What ``-log p`` is measured in: nats, unless the head says otherwise.
    mean_range
        Between which values the distribution's mean lies, where the head says so; else None.
    """

    def __init__(
        self,
        trunk: tf_keras.Sequential,
        head: Callable[[Any], Any],
        input_shape: tuple[int, ...],
        name: str,
    ) -> None:
        super().__init__(name=name)
        self.trunk = trunk
        self.head = head
        self.reconstruction_unit = str(getattr(head, "reconstruction_unit", "nats"))
        self.mean_range: tuple[float, float] | None = getattr(head, "mean_range", None)
        self.trunk.build((None, *input_shape))

    def __call__(self, inputs: Any, *, training: bool = False) -> Any:
        """Return the distribution for inputs, float32 ``[B, *input_shape]``; its numbers are float32 too.

        The trunk may compute in 16 bits; a distribution of such numbers would lose nats.
        """
        parameters = self.trunk(tf.convert_to_tensor(inputs, tf.float32), training=training)
        return self.head(tf.cast(parameters, tf.float32))


class SeededLayers:
    """Makes Keras layers whose initial values are a function of the run's seed alone.

    Parameters
    ----------
    seed
        The run's seed.
    part
        Which network the layers belong to, so that encoder and decoder do not start alike.
    """

    def __init__(self, seed: int, part: int) -> None:
        self._seed = seed
        self._next = part << 16

    def _initialiser(self) -> Any:
        self._next += 1
        return tf_keras.initializers.GlorotUniform(seed=(self._seed * 1_000_003 + self._next) % (2**31))

    def dense(self, units: int, activation: str | None = None) -> Any:
        """Return a fully connected layer."""
        return tf_keras.layers.Dense(units, activation, kernel_initializer=self._initialiser())

    def convolution(self, filters: int, kernel: tuple[int, int], **options: Any) -> Any:
        """Return a two-dimensional convolution."""
        return Conv2D(filters, kernel, kernel_initializer=self._initialiser(), **options)

    def transposed(self, filters: int, kernel: tuple[int, int], **options: Any) -> Any:
        """Return a two-dimensional transposed convolution."""
        return Conv2DTranspose(filters, kernel, kernel_initializer=self._initialiser(), **options)


ENCODER_PART = 1
DECODER_PART = 2
