"""The closed-form KL."""

from __future__ import annotations

from typing import Any

from vae_studio.api import API_VERSION, BuildContext, Kind, Needs, Params, PluginSpec

PLUGIN = PluginSpec(
    kind=Kind.KL_STRATEGY,
    name="analytic",
    label="Analytic",
    summary="KL(q‖p) in closed form, with weight 1.",
    needs=Needs(closed_form_kl=True),
    build="vae_studio_builtins.analytic_kl:build",
    script="vae_studio_builtins.scripts_kl:analytic",
    api_version=API_VERSION,
    reference="Kingma & Welling 2014, appendix B",
)


class AnalyticKL:
    """KL(q‖p) as registered in TensorFlow Probability for the two families."""

    samples = 1

    def penalty(self, q: Any, p: Any, z: Any) -> Any:  # noqa: ARG002 (the contract's signature)
        """Return KL(q‖p) for each example, ``[B]``, nats."""
        import tensorflow_probability as tfp

        return tfp.distributions.kl_divergence(q, p)

    def weight(self, epoch: float) -> float:  # noqa: ARG002 (the contract's signature)
        """Return 1."""
        return 1.0


def build(params: Params, context: BuildContext) -> AnalyticKL:  # noqa: ARG001 (the contract's signature)
    """Return the strategy."""
    return AnalyticKL()
