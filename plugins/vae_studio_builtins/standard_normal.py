"""The standard normal prior."""

from __future__ import annotations

from typing import Any

from vae_studio.api import API_VERSION, BuildContext, Kind, Params, PluginSpec

PLUGIN = PluginSpec(
    kind=Kind.PRIOR,
    name="standard_normal",
    label="Standard normal",
    summary="N(0, I), without parameters.",
    build="vae_studio_builtins.standard_normal:build",
    script="vae_studio_builtins.scripts_priors:standard_normal",
    api_version=API_VERSION,
    reference="Kingma & Welling 2014",
)


def build(params: Params, context: BuildContext) -> Any:  # noqa: ARG001 (the contract's signature)
    """Return N(0, I), batch ``[]``, event ``[L]``."""
    import tensorflow as tf
    import tensorflow_probability as tfp

    return tfp.distributions.MultivariateNormalDiag(
        tf.zeros([context.latent_size]), tf.ones([context.latent_size])
    )
