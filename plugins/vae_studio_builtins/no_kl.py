"""No KL at all: the standard autoencoder."""

from __future__ import annotations

from typing import Any

from vae_studio.api import API_VERSION, BuildContext, Kind, Params, PluginSpec

PLUGIN = PluginSpec(
    kind=Kind.KL_STRATEGY,
    name="none",
    label="None",
    summary="Only the reconstruction is trained; nothing ties the posterior to the prior.",
    build="vae_studio_builtins.no_kl:build",
    script="vae_studio_builtins.scripts_kl:none",
    api_version=API_VERSION,
    ties_prior=False,
)


class NoKL:
    """A penalty of zero."""

    samples = 1

    def penalty(self, q: Any, p: Any, z: Any) -> Any:  # noqa: ARG002 (the contract's signature)
        """Return zeros, ``[B]``."""
        import tensorflow as tf

        return tf.zeros_like(z[0, :, 0])

    def weight(self, epoch: float) -> float:  # noqa: ARG002 (the contract's signature)
        """Return 0."""
        return 0.0


def build(params: Params, context: BuildContext) -> NoKL:  # noqa: ARG001 (the contract's signature)
    """Return the strategy."""
    return NoKL()
