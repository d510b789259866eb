"""The builder of the Laplace prior."""

from __future__ import annotations

import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import BuildContext
from vae_studio_laplace_prior import LaplaceParams

tfd = tfp.distributions


def build(params: LaplaceParams, context: BuildContext) -> tfd.Distribution:
    """Return p(z) = Π Laplace(0, b), batch ``[]``, event ``[L]``."""
    loc = tf.zeros([context.latent_size])
    return tfd.Independent(tfd.Laplace(loc, params.scale), reinterpreted_batch_ndims=1)
