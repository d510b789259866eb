"""Heads that turn a decoder's output into the likelihood p(x|z)."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tensorflow_probability as tfp

tfd = tfp.distributions

SMALLEST_SCALE = 1e-3
"""Floor of a learned scale: a density over pixels that are exactly reproduced has no upper bound."""


class Likelihood(tf.Module):
    """Makes p(x|z), with independent components, of one parameter for each component of x.

    Parameters
    ----------
    family
        One of the values of ``likelihood_params.LikelihoodParams.likelihood``.
    scale
        Standard deviation of the Normal families; where it is learned, its value at the start.
    event_rank
        How many axes one example has.
    """

    def __init__(self, family: str, scale: float, event_rank: int) -> None:
        super().__init__(name="likelihood")
        self.family = family
        self.event_rank = event_rank
        self.scale: Any = scale
        if family == "normal_learned":
            self.scale = tfp.util.TransformedVariable(
                max(scale, 2 * SMALLEST_SCALE),
                tfp.bijectors.Chain([tfp.bijectors.Shift(SMALLEST_SCALE), tfp.bijectors.Softplus()]),
                name="scale",
            )

    def __call__(self, parameters: Any) -> Any:
        """Return the distribution with batch ``[B]`` for parameters ``[B, *data_shape]``."""
        return tfd.Independent(self._components(parameters), self.event_rank)

    def _components(self, parameters: Any) -> Any:
        if self.family == "bernoulli":
            return tfd.Bernoulli(logits=parameters, dtype=parameters.dtype)
        if self.family == "continuous_bernoulli":
            return tfd.ContinuousBernoulli(logits=parameters)
        return tfd.Normal(parameters, tf.convert_to_tensor(self.scale, parameters.dtype))
