"""The parameters that choose a posterior, shared by the encoders. Imports no TensorFlow."""

from __future__ import annotations

from typing import Literal

from vae_studio.api import Params, parameter


class PosteriorParams(Params):
    """Parameters of q(z|x)."""

    posterior: Literal["diagonal", "full", "deterministic"] = parameter(
        "diagonal",
        "Gaussian with diagonal or full covariance; or a single point, as in a standard autoencoder.",
    )
    code_activation: Literal["linear", "sigmoid", "tanh"] = parameter(
        "linear",
        "Non-linearity of the code, where the posterior is deterministic.",
        label="Code",
        advanced=True,
    )
