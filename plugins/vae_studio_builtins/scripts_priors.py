"""The priors as source code. Imports no TensorFlow."""

from __future__ import annotations

from vae_studio.api import BuildContext, Params
from vae_studio.api.scripts import ScriptPart
from vae_studio_builtins.gaussian_prior import GaussianPriorParams, mean_of, scale_of
from vae_studio_builtins.mixture_prior import MixturePriorParams


def standard_normal(params: Params, context: BuildContext) -> ScriptPart:  # noqa: ARG001 (the contract's signature)
    """Return N(0, I)."""
    return ScriptPart("prior = tfd.MultivariateNormalDiag(tf.zeros(LATENT_SIZE), tf.ones(LATENT_SIZE))")


def gaussian(params: GaussianPriorParams, context: BuildContext) -> ScriptPart:
    """Return the Gaussian of any mean and covariance."""
    full = params.covariance == "full"
    family = "tfd.MultivariateNormalTriL" if full else "tfd.MultivariateNormalDiag"
    loc = f"tf.constant({mean_of(params, context.latent_size)!r})"
    scale = f"tf.constant({scale_of(params, context.latent_size)!r})"
    if params.trainable:
        bijector = "tfb.FillScaleTriL()" if full else "tfb.Softplus()"
        loc = f'tf.Variable({loc}, name="prior_loc")'
        scale = f'tfp.util.TransformedVariable({scale}, {bijector}, name="prior_scale")'
    return ScriptPart(f"prior = {family}(\n    {loc},\n    {scale},\n)")


def mixture(params: MixturePriorParams, context: BuildContext) -> ScriptPart:  # noqa: ARG001 (the contract's signature)
    """Return the mixture of Gaussians."""
    return ScriptPart(
        f"""COMPONENTS = {params.components}

prior = tfd.MixtureSameFamily(
    tfd.Categorical(logits=tf.Variable(tf.zeros(COMPONENTS), name="prior_logits")),
    tfd.MultivariateNormalDiag(
        tf.Variable({params.spread!r} * tf.random.normal([COMPONENTS, LATENT_SIZE]), name="prior_loc"),
        tfp.util.TransformedVariable(
            tf.ones([COMPONENTS, LATENT_SIZE]), tfb.Softplus(), name="prior_scale"
        ),
    ),
)"""
    )
