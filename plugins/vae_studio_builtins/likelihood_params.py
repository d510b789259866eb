"""The parameters that choose a likelihood, shared by the decoders. Imports no TensorFlow."""

from __future__ import annotations

from typing import Literal

from vae_studio.api import Params, parameter

SMALLEST_SCALE = 1e-3
"""Floor of a learned scale: a density over pixels that are exactly reproduced has no upper bound."""


class LikelihoodParams(Params):
    """Parameters of p(x|z)."""

    likelihood: Literal[
        "bernoulli",
        "continuous_bernoulli",
        "normal",
        "normal_learned",
        "independent_normal",
        "mean_squared_error",
    ] = parameter(
        "bernoulli",
        "Distribution of a value: Bernoulli for 0 and 1, continuous Bernoulli for grey values, Normal with a "
        "fixed scale, one learned scale, or a scale of its own from the network (IndependentNormal) for "
        "anything; or no distribution, only the mean squared error.",
    )
    scale: float = parameter(
        0.1,
        "Standard deviation of the Normal likelihood; where one is learned, its value at the start.",
        above=0.0,
        maximum=1000.0,
    )
    output: Literal["linear", "sigmoid"] = parameter(
        "linear",
        "Non-linearity of the mean, for the Normal likelihoods and the mean squared error.",
        advanced=True,
    )
