"""The dense encoder."""

from __future__ import annotations

from vae_studio.api import API_VERSION, Kind, PluginSpec, parameter
from vae_studio_builtins.conv_encoder import Activation
from vae_studio_builtins.posterior_params import PosteriorParams


class DenseEncoderParams(PosteriorParams):
    """Parameters of the dense encoder."""

    units: tuple[int, ...] = parameter((256, 64), "Widths of the hidden layers, first to last.")
    activation: Activation = parameter("relu", "Non-linearity of every hidden layer.")


PLUGIN = PluginSpec(
    kind=Kind.ENCODER,
    name="dense",
    label="Dense",
    summary="Fully connected layers, to a Gaussian or a point; for images and tables.",
    params=DenseEncoderParams,
    build="vae_studio_builtins.dense_networks:build_encoder",
    script="vae_studio_builtins.scripts_encoders:dense",
    api_version=API_VERSION,
    reference="Kingma & Welling 2014",
)
