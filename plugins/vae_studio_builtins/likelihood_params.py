"""The parameters that choose a likelihood, shared by the decoders. Imports no TensorFlow."""

from __future__ import annotations

from typing import Literal

from vae_studio.api import Params, parameter


class LikelihoodParams(Params):
    """Parameters of p(x|z)."""

    likelihood: Literal["bernoulli", "continuous_bernoulli", "normal", "normal_learned"] = parameter(
        "bernoulli",
        "Distribution of a pixel: Bernoulli for 0 and 1, continuous Bernoulli for grey values, "
        "Normal with a fixed or a learned scale for anything.",
    )
    scale: float = parameter(
        0.1,
        "Standard deviation of the Normal likelihood; where it is learned, its value at the start.",
        above=0.0,
        maximum=1000.0,
    )
