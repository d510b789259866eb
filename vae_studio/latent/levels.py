"""Decoded values as pixels, inside a compiled function."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def pixel_levels(images: Any) -> Any:
    """Return images, float32 from 0 to 1, as uint8 of the same shape; what is no number becomes 0.

    The values are those of :func:`vae_studio.latent.pictures.mosaic`.
    """
    known = tf.where(tf.math.is_nan(images), tf.zeros_like(images), images)
    return tf.cast(tf.clip_by_value(known, 0.0, 1.0) * 255.0 + 0.5, tf.uint8)
