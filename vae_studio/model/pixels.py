"""From stored values to the x that the model sees: scaling and binarisation, inside the graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

from vae_studio.api import DataSpec


@dataclass(frozen=True)
class Pixels:
    """How stored examples become x.

    Attributes
    ----------
    binarise
        ``none``, ``threshold`` or ``dynamic`` (drawn anew from the grey value as probability).
    threshold
        Grey value from which a pixel is 1, for ``threshold``.
    """

    binarise: str = "none"
    threshold: float = 0.5

    @classmethod
    def of(cls, data: DataSpec, data_shape: tuple[int, ...]) -> Pixels:
        """Return what a spec asks for; tables are never binarised."""
        return cls(data.binarise, data.threshold) if len(data_shape) == 3 else cls()

    def __call__(self, stored: Any, seed: Any, *, same_draw: bool = False) -> Any:
        """Return x, float32 ``[B, *data_shape]``, of stored examples, uint8 or float32.

        Parameters
        ----------
        stored
            ``[B, *data_shape]``.
        seed
            int32 ``[2]`` of :func:`~vae_studio.model.seeds.stateless_seed`.
        same_draw
            Whether all examples are binarised with the same random numbers, so that what becomes of one
            does not depend on its place in the batch.
        """
        x = scale(stored)
        if self.binarise == "dynamic":
            shape = tf.shape(x[:1]) if same_draw else tf.shape(x)
            return tf.cast(tf.random.stateless_uniform(shape, seed) < x, tf.float32)
        if self.binarise == "threshold":
            return tf.cast(x >= self.threshold, tf.float32)
        return x


def scale(stored: Any) -> Any:
    """Return stored examples as float32; uint8 is divided by 255."""
    stored = tf.convert_to_tensor(stored)
    if stored.dtype == tf.uint8:
        return tf.cast(stored, tf.float32) * (1.0 / 255.0)
    return tf.cast(stored, tf.float32)
