"""Builders of the convolutional encoder and decoder.

With default parameters on 28×28×1 and two latent dimensions the pair has 22,133 parameters.
"""

from __future__ import annotations

import math

import tf_keras

from vae_studio.api import BuildContext, SpecError
from vae_studio_builtins.conv_decoder import ConvDecoderParams
from vae_studio_builtins.conv_encoder import ConvEncoderParams
from vae_studio_builtins.convolutions import ConvolutionSizes, plan_convolutions
from vae_studio_builtins.likelihoods import Likelihood
from vae_studio_builtins.networks import DECODER_PART, ENCODER_PART, DistributionNetwork, SeededLayers
from vae_studio_builtins.posteriors import Posterior


def build_encoder(params: ConvEncoderParams, context: BuildContext) -> DistributionNetwork:
    """Return the encoder: x ``[B, H, W, C]`` → q(z|x) over ``[L]``."""
    layers = SeededLayers(context.seed, ENCODER_PART)
    head = Posterior(params, context.latent_size)
    trunk = [
        layers.convolution(
            filters, sizes.kernel, strides=sizes.strides, padding="valid", activation=params.activation
        )
        for filters, sizes in zip(params.filters, _plan(params, context, "encoder"), strict=True)
    ]
    trunk += [
        tf_keras.layers.Flatten(),
        layers.dense(params.dense, params.activation),
        layers.dense(head.units),
    ]
    return DistributionNetwork(tf_keras.Sequential(trunk), head, context.data_shape, name="conv_encoder")


def build_decoder(params: ConvDecoderParams, context: BuildContext) -> DistributionNetwork:
    """Return the decoder: z ``[B, L]`` → p(x|z) over ``[H, W, C]``."""
    layers = SeededLayers(context.seed, DECODER_PART)
    head = Likelihood(params, context.data_shape)
    plan = _plan(params, context, "decoder")
    smallest = (*plan[-1].after, params.filters[0])
    trunk = [
        layers.dense(params.dense, params.activation),
        layers.dense(math.prod(smallest), params.activation),
        tf_keras.layers.Reshape(smallest),
    ]
    trunk += [
        layers.transposed(
            filters,
            sizes.kernel,
            strides=sizes.strides,
            padding="valid",
            output_padding=sizes.output_padding,
            activation=params.activation,
        )
        for filters, sizes in zip(params.filters, reversed(plan), strict=True)
    ]
    trunk.append(layers.convolution(head.parameters_shape[-1], (3, 3), padding="same"))
    return DistributionNetwork(
        tf_keras.Sequential(trunk),
        head,
        (context.latent_size,),
        name="conv_decoder",
    )


def _plan(
    params: ConvEncoderParams | ConvDecoderParams, context: BuildContext, section: str
) -> tuple[ConvolutionSizes, ...]:
    key = f"{section}.filters"
    if not params.filters or min(params.filters) < 1:
        raise SpecError("every layer needs at least one filter", key, "Give numbers such as 8, 8.")
    height, width, _ = context.data_shape
    return plan_convolutions((height, width), len(params.filters), params.kernel, params.stride, key)
