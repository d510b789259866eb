"""The decoders as source code. Imports no TensorFlow."""

from __future__ import annotations

import math

from vae_studio.api import BuildContext
from vae_studio.api.scripts import ScriptPart
from vae_studio_builtins.conv_decoder import ConvDecoderParams
from vae_studio_builtins.convolutions import plan_convolutions
from vae_studio_builtins.dense_decoder import DenseDecoderParams
from vae_studio_builtins.likelihood_params import SMALLEST_SCALE, LikelihoodParams
from vae_studio_builtins.script_text import activation_of, call, sequential

_FLAT_HEADS = {
    "bernoulli": "tfpl.IndependentBernoulli(DATA_SHAPE, tfd.Bernoulli.logits)",
    "independent_normal": "tfpl.IndependentNormal(DATA_SHAPE, tfd.Normal.mean)",
}
"""Heads of TFP that take a flat vector of parameters."""

_LEARNED_SCALE = """likelihood_scale = tfp.util.TransformedVariable(
    {scale!r}, tfb.Chain([tfb.Shift({floor!r}), tfb.Softplus()]), name="scale"
)
likelihood = {head}
likelihood.scale = likelihood_scale  # so that Keras trains it

"""


def conv(params: ConvDecoderParams, context: BuildContext) -> ScriptPart:
    """Return the convolutional decoder."""
    height, width, channels = context.data_shape
    plan = plan_convolutions(
        (height, width), len(params.filters), params.kernel, params.stride, "decoder.filters"
    )
    smallest = (*plan[-1].after, params.filters[0])
    layers = [
        call("tfkl.Dense", params.dense, activation=params.activation),
        call("tfkl.Dense", math.prod(smallest), activation=params.activation),
        call("tfkl.Reshape", smallest),
    ]
    layers += [
        call(
            "tfkl.Conv2DTranspose",
            filters,
            sizes.kernel,
            strides=sizes.strides,
            output_padding=sizes.output_padding,
            activation=params.activation,
        )
        for filters, sizes in zip(params.filters, reversed(plan), strict=True)
    ]
    outputs = channels * (2 if params.likelihood == "independent_normal" else 1)
    layers.append(call("tfkl.Conv2D", outputs, 3, padding="same", activation=_last_activation(params)))
    if params.likelihood == "bernoulli":
        layers.append("tfkl.Flatten()")
    return _decoder(params, layers, context, flat=params.likelihood == "bernoulli")


def dense(params: DenseDecoderParams, context: BuildContext) -> ScriptPart:
    """Return the dense decoder."""
    layers = [call("tfkl.Dense", units, activation=params.activation) for units in params.units]
    size = math.prod(context.data_shape)
    own_scale = params.likelihood == "independent_normal"
    if own_scale and params.output == "linear":
        layers.append("tfkl.Dense(tfpl.IndependentNormal.params_size(DATA_SHAPE))")
        return _decoder(params, layers, context, flat=True)
    outputs = size * (2 if own_scale else 1)
    layers.append(call("tfkl.Dense", outputs, activation=_last_activation(params)))
    if params.likelihood == "bernoulli":
        return _decoder(params, layers, context, flat=True)
    if own_scale or len(context.data_shape) > 1:
        shape = (*context.data_shape[:-1], context.data_shape[-1] * 2) if own_scale else "DATA_SHAPE"
        layers.append(call("tfkl.Reshape", shape))
    return _decoder(params, layers, context, flat=False)


def _last_activation(params: LikelihoodParams) -> str | None:
    """Return the activation of the last layer, where its output is nothing but the mean."""
    is_mean = params.likelihood in ("normal", "normal_learned", "mean_squared_error")
    return activation_of(params.output) if is_mean else None


def _decoder(params: LikelihoodParams, layers: list[str], context: BuildContext, *, flat: bool) -> ScriptPart:
    before, head = "", _FLAT_HEADS[params.likelihood] if flat else _head(params, context)
    if params.likelihood == "normal_learned":
        scale = max(params.scale, 2 * SMALLEST_SCALE)
        before = _LEARNED_SCALE.format(scale=scale, floor=SMALLEST_SCALE, head=head)
        head = "likelihood"
    code = before + sequential("decoder", "(LATENT_SIZE,)", [*layers, *([head] if head else [])])
    return ScriptPart(code, has_density=params.likelihood != "mean_squared_error")


def _head(params: LikelihoodParams, context: BuildContext) -> str:
    """Return the layer that makes p(x|z) of parameters in the shape of x; empty where there is no density."""
    rank, channels = len(context.data_shape), context.data_shape[-1]
    loc = f"t[..., :{channels}]"
    mean = f"tf.sigmoid({loc})" if params.output == "sigmoid" else loc
    components = {
        "continuous_bernoulli": "tfd.ContinuousBernoulli(logits=t)",
        "normal": f"tfd.Normal(t, {params.scale!r})",
        "normal_learned": "tfd.Normal(t, likelihood_scale)",
        "independent_normal": f"tfd.Normal({mean}, tf.math.softplus(t[..., {channels}:]))",
    }.get(params.likelihood)
    if components is None:
        return ""
    return (
        f"tfpl.DistributionLambda(\n    lambda t: tfd.Independent({components}, {rank}), "
        "tfd.Distribution.mean\n)"
    )
