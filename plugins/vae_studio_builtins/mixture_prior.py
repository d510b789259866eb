"""A mixture of Gaussians as the prior, all of it trained."""

from __future__ import annotations

from typing import Any

from vae_studio.api import API_VERSION, BuildContext, Kind, Params, PluginSpec, parameter


class MixturePriorParams(Params):
    """Parameters of the mixture prior."""

    components: int = parameter(10, "Number of Gaussians, k.", minimum=1, maximum=10_000)
    spread: float = parameter(
        1.0, "Standard deviation of the components' means at the start.", above=0.0, maximum=1000.0
    )


PLUGIN = PluginSpec(
    kind=Kind.PRIOR,
    name="mixture",
    label="Mixture of Gaussians",
    summary="k Gaussians with trained weights, means and standard deviations; it has no closed-form KL.",
    params=MixturePriorParams,
    build="vae_studio_builtins.mixture_prior:build",
    script="vae_studio_builtins.scripts_priors:mixture",
    api_version=API_VERSION,
    reference="Dilokthanakul et al. 2016",
)


def build(params: MixturePriorParams, context: BuildContext) -> Any:
    """Return the mixture, batch ``[]``, event ``[L]``; its components start at N(0, spread²), scale 1."""
    import tensorflow as tf
    import tensorflow_probability as tfp

    tfd = tfp.distributions
    shape = [params.components, context.latent_size]
    loc = params.spread * tf.random.stateless_normal(shape, seed=(context.seed, 3))
    return tfd.MixtureSameFamily(
        tfd.Categorical(logits=tf.Variable(tf.zeros(params.components), name="prior_logits")),
        tfd.MultivariateNormalDiag(
            tf.Variable(loc, name="prior_loc"),
            tfp.util.TransformedVariable(tf.ones(shape), tfp.bijectors.Softplus(), name="prior_scale"),
        ),
    )
