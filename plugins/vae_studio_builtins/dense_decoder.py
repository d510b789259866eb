"""The dense decoder."""

from __future__ import annotations

from vae_studio.api import API_VERSION, Kind, PluginSpec, parameter
from vae_studio_builtins.conv_encoder import Activation
from vae_studio_builtins.likelihood_params import LikelihoodParams


class DenseDecoderParams(LikelihoodParams):
    """Parameters of the dense decoder."""

    units: tuple[int, ...] = parameter((64, 256), "Widths of the hidden layers, first to last.")
    activation: Activation = parameter("relu", "Non-linearity of every hidden layer.")


PLUGIN = PluginSpec(
    kind=Kind.DECODER,
    name="dense",
    label="Dense",
    summary="Fully connected layers that end at the size of the data; for images and tables.",
    params=DenseDecoderParams,
    build="vae_studio_builtins.dense_networks:build_decoder",
    script="vae_studio_builtins.scripts_decoders:dense",
    api_version=API_VERSION,
    reference="Kingma & Welling 2014",
)
