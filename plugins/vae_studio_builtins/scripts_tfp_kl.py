"""TensorFlow Probability's two KL layers as source code. Imports no TensorFlow."""

from __future__ import annotations

from typing import Any

from vae_studio.api import BuildContext
from vae_studio.api.scripts import ScriptPart
from vae_studio_builtins.tfp_kl_params import TfpKLParams

_ADD_LOSS = """{comment}
kl_loss = tfpl.KLDivergenceAddLoss(
    prior,
    {options},
)"""
_REGULARIZER = """kl_regularizer = tfpl.KLDivergenceRegularizer(
    prior,
    {options},
)
{comment}
kl_loss = {layer}"""
_ONCE = """# Keras divides the regulariser's sum over the batch by the batch size: the mean over the batch."""
_TWICE = """\
# As on the layer of the posterior: Keras divides it by the batch size and counts it twice, since that layer
# returns its distribution and a draw from it."""


def add_loss(params: TfpKLParams, context: BuildContext) -> ScriptPart:  # noqa: ARG001 (the contract's signature)
    """Return ``KLDivergenceAddLoss``, with the weight that makes of its sum a mean, or as it is."""
    as_tfp = params.reduction == "as-tfp"
    options = _options(params, "" if as_tfp else " / BATCH_SIZE")
    comment = "# With the options just as they are given to TFP."
    if not as_tfp:
        comment = "# The layer adds the sum over the batch; divided by the batch size it is the mean."
    return ScriptPart(_ADD_LOSS.format(comment=comment, options=options))


def regularizer(params: TfpKLParams, context: BuildContext) -> ScriptPart:  # noqa: ARG001
    """Return ``KLDivergenceRegularizer``, on a layer where Keras counts it once, or where it counts twice."""
    as_tfp = params.reduction == "as-tfp"
    layer = "tfkl.Layer(activity_regularizer=kl_regularizer)"
    if as_tfp:
        layer = (
            "tfpl.DistributionLambda(\n"
            "    lambda q: q, tf.convert_to_tensor, activity_regularizer=kl_regularizer\n)"
        )
    comment = _TWICE if as_tfp else _ONCE
    return ScriptPart(_REGULARIZER.format(options=_options(params, ""), comment=comment, layer=layer))


def _options(params: TfpKLParams, divided: str) -> str:
    """Return the keyword arguments of either layer, one on each line."""
    options: dict[str, Any] = {"weight": _weight(params, divided)}
    if params.use_exact_kl:
        options["use_exact_kl"] = True
    else:
        if params.test_points is not None:
            options["test_points_fn"] = f"lambda q: q.sample({params.test_points})"
        options["test_points_reduce_axis"] = _axis(params)
    return ",\n    ".join(f"{name}={value}" for name, value in options.items())


def _weight(params: TfpKLParams, divided: str) -> str:
    if len(params.weight) == 1:
        return f"{params.weight[0]!r}{divided}"
    given = "[" + ", ".join(repr(weight) for weight in params.weight) + "]"
    return f"np.array({given}){divided}" if divided else given


def _axis(params: TfpKLParams) -> str:
    """Return over which axes log q − log p is averaged: as given, or over the test points and nothing else."""
    if params.reduction == "as-tfp":
        axis: str = getattr(params, "test_points_reduce_axis")  # noqa: B009 (of the subclasses)
        return axis
    return "()" if params.test_points is None else "0"
