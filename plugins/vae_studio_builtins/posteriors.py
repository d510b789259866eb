"""Heads that turn an encoder's output into the approximate posterior."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from vae_studio_builtins.posterior_params import PosteriorParams

tfd = tfp.distributions
tfpl = tfp.layers


class Posterior:
    """Makes q(z|x) of a vector of parameters.

    Parameters
    ----------
    params
        Which family.
    latent_size
        Number of latent dimensions, L.

    Attributes
    ----------
    units
        How many numbers the network must give for one example.
    """

    def __init__(self, params: PosteriorParams, latent_size: int) -> None:
        self._latent_size = latent_size
        self._activation = tf_keras.activations.get(params.code_activation)
        self._make = {
            "diagonal": self._diagonal,
            "full": self._full,
            "deterministic": self._deterministic,
        }[params.posterior]
        self.units = {
            "diagonal": 2 * latent_size,
            "full": int(tfpl.MultivariateNormalTriL.params_size(latent_size)),
            "deterministic": latent_size,
        }[params.posterior]

    def __call__(self, parameters: Any) -> Any:
        """Return the distribution with batch ``[B]`` and event ``[L]`` for parameters ``[B, units]``."""
        return self._make(parameters)

    @staticmethod
    def _diagonal(parameters: Any) -> Any:
        """Return N(loc, diag(scale²)): loc, then the logarithm of the scale (Kingma & Welling 2014, C.2)."""
        loc, log_scale = tf.split(parameters, 2, axis=-1)
        return tfd.MultivariateNormalDiag(loc, tf.exp(log_scale))

    def _full(self, parameters: Any) -> Any:
        """Return N(loc, L Lᵀ): loc, then the vector that ``FillScaleTriL`` makes L of."""
        return tfpl.MultivariateNormalTriL.new(parameters, self._latent_size)

    def _deterministic(self, parameters: Any) -> Any:
        return tfd.Independent(tfd.Deterministic(self._activation(parameters)), 1)
