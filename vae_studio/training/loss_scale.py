"""Scaling the loss, so that the gradients of layers that compute in float16 do not vanish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

LARGEST = 2.0**24
"""Beyond it nothing is gained: the smallest float32 gradients are many times larger than float16's by then."""


class LossScale(tf.Module):
    """A power of two by which the loss is multiplied, and its gradient divided again.

    The smallest positive float16 is 6e-8: gradients below it are lost unless they are made larger on their way
    back through the layers (Micikevicius et al. 2018, section 3.2). A step whose scaled gradient is not finite
    changes no weight and halves the scale; after :attr:`patience` good steps in a row it is doubled.

    Attributes
    ----------
    scale
        The present factor, a float32 scalar variable.
    good
        Good steps since it last changed, an int64 scalar variable.
    """

    initial = 2.0**7
    """Small, because the loss is a sum over all values of an example: its gradients are large anyway."""
    patience = 2000

    def __init__(self) -> None:
        super().__init__(name="loss_scale")
        self.scale = tf.Variable(self.initial, trainable=False, dtype=tf.float32, name="scale")
        self.good = tf.Variable(0, trainable=False, dtype=tf.int64, name="good")

    def unscaled(self, gradients: Sequence[Any]) -> list[Any]:
        """Return the gradients of the loss itself; dividing by a power of two loses nothing."""
        return [gradient / self.scale for gradient in gradients]

    def can_shrink(self) -> Any:
        """Return whether a gradient that is not finite may be the scale's doing, a boolean scalar."""
        return self.scale > 1.0

    def grow(self) -> None:
        """Take note of a good step."""
        full = self.good + 1 >= self.patience
        self.scale.assign(tf.where(full, tf.minimum(self.scale * 2.0, LARGEST), self.scale))
        self.good.assign(tf.where(full, tf.zeros_like(self.good), self.good + 1))

    def shrink(self) -> None:
        """Take note of a step whose gradient was not finite."""
        self.scale.assign(tf.maximum(self.scale / 2.0, 1.0))
        self.good.assign(0)

    def state(self) -> np.ndarray:
        """Return what a checkpoint keeps: scale and good steps, float64 ``[2]``."""
        return np.array([self.scale.numpy(), self.good.numpy()], np.float64)

    def restore(self, arrays: Mapping[str, np.ndarray]) -> None:
        """Take what a checkpoint kept under ``loss_scale``; where it has none, begin anew."""
        scale, good = arrays.get("loss_scale", (self.initial, 0))
        self.scale.assign(float(scale))
        self.good.assign(int(good))
