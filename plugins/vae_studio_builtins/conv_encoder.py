"""The convolutional encoder."""

from __future__ import annotations

from typing import Literal

from vae_studio.api import API_VERSION, Kind, Needs, PluginSpec, parameter
from vae_studio_builtins.posterior_params import PosteriorParams

Activation = Literal["tanh", "relu", "elu", "softplus", "sigmoid"]


class ConvEncoderParams(PosteriorParams):
    """Parameters of the convolutional encoder."""

    filters: tuple[int, ...] = parameter((8, 8), "Output channels of each convolution, first to last.")
    kernel: int = parameter(5, "Side of the square kernels.", unit="px", minimum=1, maximum=31)
    stride: int = parameter(2, "Step of the kernels.", unit="px", minimum=1, maximum=8)
    dense: int = parameter(
        64, "Width of the layer after the convolutions.", unit="units", minimum=1, maximum=16384
    )
    activation: Activation = parameter("tanh", "Non-linearity of every hidden layer.")


PLUGIN = PluginSpec(
    kind=Kind.ENCODER,
    name="conv",
    label="Convolutional",
    summary="Strided convolutions and a dense layer, to a Gaussian or a point.",
    params=ConvEncoderParams,
    needs=Needs(data=("image",)),
    build="vae_studio_builtins.conv_networks:build_encoder",
    script="vae_studio_builtins.scripts_encoders:conv",
    api_version=API_VERSION,
    reference="Kingma & Welling 2014",
)
