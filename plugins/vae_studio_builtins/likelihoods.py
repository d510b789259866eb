"""Heads that turn a decoder's output into the likelihood p(x|z)."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from vae_studio_builtins.likelihood_params import SMALLEST_SCALE, LikelihoodParams
from vae_studio_builtins.squared_error import SquaredError

tfd = tfp.distributions


class Likelihood(tf.Module):
    """Makes p(x|z), with independent components, of the network's output.

    Parameters
    ----------
    params
        Which family, and its scale.
    data_shape
        Shape of one example.

    Attributes
    ----------
    parameters_shape
        Shape of what the network must give for one example: that of an example, with twice the last axis
        where mean and scale both come from the network.
    reconstruction_unit
        What ``-log p(x|z)`` is measured in: nats, or the mean squared error.
    mean_range
        Between which values the mean lies, where its non-linearity bounds it; else None.
    """

    def __init__(self, params: LikelihoodParams, data_shape: tuple[int, ...]) -> None:
        super().__init__(name="likelihood")
        self.family = params.likelihood
        self.event_rank = len(data_shape)
        self.output = tf_keras.activations.get(params.output)
        self.scale: Any = params.scale
        if self.family == "normal_learned":
            self.scale = tfp.util.TransformedVariable(
                max(params.scale, 2 * SMALLEST_SCALE),
                tfp.bijectors.Chain([tfp.bijectors.Shift(SMALLEST_SCALE), tfp.bijectors.Softplus()]),
                name="scale",
            )
        bounded = params.output == "sigmoid" and self.family not in ("bernoulli", "continuous_bernoulli")
        self.mean_range = (0.0, 1.0) if bounded else None
        own_scale = self.family == "independent_normal"
        self.parameters_shape = (*data_shape[:-1], data_shape[-1] * (2 if own_scale else 1))
        self.reconstruction_unit = "mean squared error" if self.family == "mean_squared_error" else "nats"

    def __call__(self, parameters: Any) -> Any:
        """Return the distribution with batch ``[B]`` for parameters ``[B, *parameters_shape]``."""
        if self.family == "mean_squared_error":
            return SquaredError(self.output(parameters), self.event_rank)
        return tfd.Independent(self._components(parameters), self.event_rank)

    def _components(self, parameters: Any) -> Any:
        if self.family == "bernoulli":
            return tfd.Bernoulli(logits=parameters, dtype=parameters.dtype)
        if self.family == "continuous_bernoulli":
            return tfd.ContinuousBernoulli(logits=parameters)
        if self.family == "independent_normal":
            loc, scale = tf.split(parameters, 2, axis=-1)
            return tfd.Normal(self.output(loc), tf.math.softplus(scale))
        return tfd.Normal(self.output(parameters), tf.convert_to_tensor(self.scale, parameters.dtype))
