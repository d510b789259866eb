"""TensorFlow Probability's two KL layers as KL strategies, as they are and put right.

The same options mean different objectives in ``KLDivergenceAddLoss`` and ``KLDivergenceRegularizer``
(measured with TFP 0.25): both return a sum over the batch of what their options leave unreduced; Keras adds
the first as it is, and adds the second divided by the batch size, twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import BuildContext, SpecError
from vae_studio_builtins.tfp_kl_params import TfpKLParams

tfpl = tfp.layers

AXES: dict[str, Any] = {"0": 0, "None": None, "()": ()}


class TfpKL:
    """The KL that one of the two layers adds to the loss.

    With ``reduction = "as-tfp"`` the penalty is what Keras would add to the loss, options and all. With
    ``"per-example"`` the layer is asked for one KL per example, summed over the batch by itself, and the sum
    is divided by the batch size: the effective β is the weight. Either way all examples of a batch carry the
    same number, whose mean over the batch is the layer's.

    Parameters
    ----------
    params
        The layer's options.
    losses
        Returns what one layer adds to a Keras loss, given q, the options and the test points.
    batch_size
        Examples per step.
    caution
        What the user should know of these options; may be empty.
    """

    def __init__(
        self,
        params: TfpKLParams,
        losses: Callable[[Any, dict[str, Any], Any], Any],
        batch_size: int,
        caution: str,
    ) -> None:
        self._params = params
        self._losses = losses
        self._as_tfp = params.reduction == "as-tfp"
        self._weight = _weight(params.weight, batch_size)
        self.samples = params.test_points or 1
        self.closed_form_kl = params.use_exact_kl
        self.without_closed_form = ("kl.use_exact_kl", "Set it to false, or choose another prior.")
        self.ties_prior = any(weight > 0.0 for weight in params.weight)
        self.couples_examples = self._as_tfp or len(params.weight) > 1
        self.caution = caution

    def penalty(self, q: Any, p: Any, z: Any) -> Any:
        """Return the layer's loss for each example of the batch, ``[B]``."""
        options = {
            "distribution_b": p,
            "use_exact_kl": self._params.use_exact_kl,
            "weight": tf.constant(self._weight, tf.float32),
        }
        if self._as_tfp:
            points = z[0] if self._params.test_points is None else z
            axis = AXES[getattr(self._params, "test_points_reduce_axis")]  # noqa: B009 (of the subclasses)
            options |= {"test_points_fn": lambda _: points, "test_points_reduce_axis": axis}
            loss = self._losses(q, options, z[0])
        else:
            options |= {"test_points_fn": lambda _: z, "test_points_reduce_axis": 0}
            loss = _batch_sum(q, options) / tf.cast(tf.shape(z)[1], tf.float32)
        return loss + tf.zeros_like(z[0, :, 0])

    def weight(self, epoch: float) -> float:  # noqa: ARG002 (the contract's signature)
        """Return 1: the layer has its own weight."""
        return 1.0


def build_add_loss(params: TfpKLParams, context: BuildContext) -> TfpKL:
    """Return the strategy that is ``KLDivergenceAddLoss``."""
    left, factor = _left_unreduced(params, context.batch_size)
    words = {
        "batch": "sums over the batch",
        "points": "sums over the batch and its test points",
        "nothing": "averages over the batch",
    }
    caution = _caution("KLDivergenceAddLoss", words[left], params, factor)
    return TfpKL(params, _add_loss, context.batch_size, caution)


def build_regularizer(params: TfpKLParams, context: BuildContext) -> TfpKL:
    """Return the strategy that is ``KLDivergenceRegularizer``."""
    left, factor = _left_unreduced(params, context.batch_size)
    words = {
        "batch": "is counted twice by Keras",
        "points": "sums over its test points and is counted twice by Keras",
        "nothing": "averages over the batch, then is divided by the batch size and counted twice by Keras",
    }
    caution = _caution("KLDivergenceRegularizer", words[left], params, 2.0 * factor / context.batch_size)
    return TfpKL(params, _regularizer, context.batch_size, caution)


def _add_loss(q: Any, options: dict[str, Any], z: Any) -> Any:  # noqa: ARG001 (as for the regulariser)
    layer = tfpl.KLDivergenceAddLoss(**options)
    layer(q)
    return tf.add_n(layer.losses)


def _regularizer(q: Any, options: dict[str, Any], z: Any) -> Any:
    layer = tfpl.DistributionLambda(
        make_distribution_fn=lambda _: q,
        convert_to_tensor_fn=lambda _: z,
        activity_regularizer=tfpl.KLDivergenceRegularizer(**options),
    )
    layer(z)
    return tf.add_n(layer.losses)


def _batch_sum(q: Any, options: dict[str, Any]) -> Any:
    """Return the weighted KL summed over the batch, which is what both layers compute at heart."""
    return tfpl.KLDivergenceRegularizer(**options)(q)


def _weight(given: tuple[float, ...], batch_size: int) -> Any:
    if len(given) not in (1, batch_size):
        raise SpecError(
            f"has {len(given)} numbers, and a batch has {batch_size} examples",
            "kl.weight",
            f"Give one number, or one for each of the {batch_size} examples.",
        )
    if not all(math.isfinite(weight) and weight >= 0.0 for weight in given):
        raise SpecError("must be 0 or more", "kl.weight", "Give numbers such as 1.")
    return given[0] if len(given) == 1 else given


def _left_unreduced(params: TfpKLParams, batch_size: int) -> tuple[str, float]:
    """Return what the options leave to be summed, and that sum over the mean KL per example at weight 1."""
    axis = getattr(params, "test_points_reduce_axis")  # noqa: B009 (of the subclasses)
    points = params.test_points
    if params.use_exact_kl or (axis == "0" and points is not None) or (axis == "()" and points is None):
        return "batch", float(batch_size)
    if axis == "()":
        return "points", float(batch_size * (points or 1))
    return "nothing", float(batch_size if len(params.weight) > 1 else 1)


def _caution(layer: str, words: str, params: TfpKLParams, factor: float) -> str:
    """Say what the layer's own reduction makes of the weight; nothing where the two agree."""
    if params.reduction == "per-example" or math.isclose(factor, 1.0):
        return ""
    weight = sum(params.weight) / len(params.weight)
    return (
        f"TFP's {layer} {words}: effective β is {weight * factor:g} here, where the weight says {weight:g}. "
        "Set kl.reduction to per-example for an effective β equal to the weight."
    )
