"""Heads that turn an encoder's output into the approximate posterior."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tensorflow_probability as tfp

tfd = tfp.distributions


def diagonal_normal(parameters: Any) -> Any:
    """Return N(loc, diag(scale²)) from ``[B, 2 L]``: loc, then the logarithm of the scale.

    Kingma & Welling 2014, appendix C.2.
    """
    loc, log_scale = tf.split(parameters, 2, axis=-1)
    return tfd.MultivariateNormalDiag(loc, tf.exp(log_scale))
