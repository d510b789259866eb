"""The convolutional decoder: the convolutional encoder turned round."""

from __future__ import annotations

from vae_studio.api import API_VERSION, Kind, Needs, PluginSpec, parameter
from vae_studio_builtins.conv_encoder import Activation
from vae_studio_builtins.likelihood_params import LikelihoodParams


class ConvDecoderParams(LikelihoodParams):
    """Parameters of the convolutional decoder."""

    filters: tuple[int, ...] = parameter(
        (8, 8), "Output channels of each transposed convolution, first to last."
    )
    kernel: int = parameter(5, "Side of the square kernels.", unit="px", minimum=1, maximum=31)
    stride: int = parameter(2, "Step of the kernels.", unit="px", minimum=1, maximum=8)
    dense: int = parameter(64, "Width of the first layer.", unit="units", minimum=1, maximum=16384)
    activation: Activation = parameter("tanh", "Non-linearity of every hidden layer.")


PLUGIN = PluginSpec(
    kind=Kind.DECODER,
    name="conv",
    label="Convolutional",
    summary="Dense layers and transposed convolutions that end at the size of the data.",
    params=ConvDecoderParams,
    needs=Needs(data=("image",)),
    build="vae_studio_builtins.conv_networks:build_decoder",
    script="vae_studio_builtins.scripts_decoders:conv",
    api_version=API_VERSION,
    reference="Kingma & Welling 2014",
)
