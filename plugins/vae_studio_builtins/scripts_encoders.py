"""The encoders as source code. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence

from vae_studio.api import BuildContext
from vae_studio.api.scripts import ScriptPart
from vae_studio_builtins.conv_encoder import ConvEncoderParams
from vae_studio_builtins.convolutions import plan_convolutions
from vae_studio_builtins.dense_encoder import DenseEncoderParams
from vae_studio_builtins.posterior_params import PosteriorParams
from vae_studio_builtins.script_text import activation_of, call, sequential

_DIAGONAL = """tfpl.DistributionLambda(
    lambda t: tfd.MultivariateNormalDiag(t[..., :LATENT_SIZE], tf.exp(t[..., LATENT_SIZE:]))
)"""


def conv(params: ConvEncoderParams, context: BuildContext) -> ScriptPart:
    """Return the convolutional encoder."""
    height, width, _ = context.data_shape
    plan = plan_convolutions(
        (height, width), len(params.filters), params.kernel, params.stride, "encoder.filters"
    )
    layers = [
        call(
            "tfkl.Conv2D",
            filters,
            sizes.kernel,
            strides=sizes.strides,
            activation=params.activation,
        )
        for filters, sizes in zip(params.filters, plan, strict=True)
    ]
    return _encoder(params, [*layers, "tfkl.Flatten()", _hidden(params.dense, params.activation)])


def dense(params: DenseEncoderParams, context: BuildContext) -> ScriptPart:
    """Return the dense encoder."""
    flatten = ["tfkl.Flatten()"] if len(context.data_shape) > 1 else []
    return _encoder(params, [*flatten, *(_hidden(units, params.activation) for units in params.units)])


def _hidden(units: int, activation: str) -> str:
    return call("tfkl.Dense", units, activation=activation)


def _encoder(params: PosteriorParams, layers: Sequence[str]) -> ScriptPart:
    head = {
        "diagonal": ["tfkl.Dense(2 * LATENT_SIZE)", _DIAGONAL],
        "full": [
            "tfkl.Dense(tfpl.MultivariateNormalTriL.params_size(LATENT_SIZE))",
            "tfpl.MultivariateNormalTriL(LATENT_SIZE)",
        ],
        "deterministic": [call("tfkl.Dense", "LATENT_SIZE", activation=activation_of(params.code_activation))],
    }[params.posterior]
    code = sequential("encoder", "DATA_SHAPE", [*layers, *head])
    return ScriptPart(code, has_density=params.posterior != "deterministic")
