"""Builders of the dense encoder and decoder."""

from __future__ import annotations

import math
from typing import Any

import tf_keras

from vae_studio.api import BuildContext, SpecError
from vae_studio_builtins.dense_decoder import DenseDecoderParams
from vae_studio_builtins.dense_encoder import DenseEncoderParams
from vae_studio_builtins.likelihoods import Likelihood
from vae_studio_builtins.networks import DECODER_PART, ENCODER_PART, DistributionNetwork, SeededLayers
from vae_studio_builtins.posteriors import Posterior


def build_encoder(params: DenseEncoderParams, context: BuildContext) -> DistributionNetwork:
    """Return the encoder: x ``[B, *data_shape]`` → q(z|x) over ``[L]``."""
    layers = SeededLayers(context.seed, ENCODER_PART)
    head = Posterior(params, context.latent_size)
    trunk = [
        tf_keras.layers.Flatten(),
        *_hidden(params, layers, "encoder"),
        layers.dense(head.units),
    ]
    return DistributionNetwork(tf_keras.Sequential(trunk), head, context.data_shape, name="dense_encoder")


def build_decoder(params: DenseDecoderParams, context: BuildContext) -> DistributionNetwork:
    """Return the decoder: z ``[B, L]`` → p(x|z) over ``data_shape``."""
    layers = SeededLayers(context.seed, DECODER_PART)
    head = Likelihood(params, context.data_shape)
    trunk = [
        *_hidden(params, layers, "decoder"),
        layers.dense(math.prod(head.parameters_shape)),
        tf_keras.layers.Reshape(head.parameters_shape),
    ]
    return DistributionNetwork(
        tf_keras.Sequential(trunk),
        head,
        (context.latent_size,),
        name="dense_decoder",
    )


def _hidden(params: DenseEncoderParams | DenseDecoderParams, layers: SeededLayers, section: str) -> list[Any]:
    if any(units < 1 for units in params.units):
        raise SpecError(
            "every layer needs at least one unit", f"{section}.units", "Give numbers such as 256, 64."
        )
    return [layers.dense(units, params.activation) for units in params.units]
