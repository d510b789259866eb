"""The options of TensorFlow Probability's two KL layers. Imports no TensorFlow."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import field_validator

from vae_studio.api import Params, parameter

ReduceAxis = Literal["0", "None", "()"]
AXIS_HELP = (
    "Axes over which log q − log p is averaged: 0, the test points (or the batch, where there is one test "
    "point without an axis of its own); None, all; (), none."
)


class TfpKLParams(Params):
    """Parameters that both layers take."""

    weight: tuple[float, ...] = parameter(
        (1.0,), "Factor of the KL: one number, or one for each example of the batch."
    )
    use_exact_kl: bool = parameter(
        False, "Whether the KL is in closed form instead of a Monte Carlo estimate.", label="Exact KL"
    )
    test_points: int | None = parameter(
        None,
        "Draws z ~ q for the Monte Carlo estimate (test_points_fn); when not given, the one that goes on to "
        "the decoder.",
        minimum=1,
        maximum=10_000,
    )
    reduction: Literal["per-example", "as-tfp"] = parameter(
        "per-example",
        "What the options mean: the weight times the KL per example, whatever they are; or what the layer adds "
        "to a Keras loss, which may be a sum over the batch or count twice.",
    )

    @field_validator("test_points_reduce_axis", mode="before", check_fields=False)
    @classmethod
    def _axis_as_text(cls, axis: Any) -> Any:
        words = {"none": "None", "[]": "()"}
        return words.get(str(axis).lower(), str(axis))
