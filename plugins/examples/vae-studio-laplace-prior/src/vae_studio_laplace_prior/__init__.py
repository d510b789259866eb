"""A Laplace prior for VAE Studio.

This module says what the plugin is. It is imported to list plugins, so it imports no TensorFlow; the
builder, which does, is in :mod:`vae_studio_laplace_prior.prior`.
"""

from vae_studio.api import API_VERSION, Kind, Params, PluginSpec, parameter

__all__ = ["PLUGIN", "LaplaceParams"]


class LaplaceParams(Params):
    """Parameters of the Laplace prior."""

    scale: float = parameter(
        0.7071, "Scale b of each dimension; its standard deviation is √2 b.", above=0.0, maximum=100.0
    )


PLUGIN = PluginSpec(
    kind=Kind.PRIOR,
    name="laplace",
    label="Laplace",
    summary="Independent Laplace distributions: a sharper peak and heavier tails than the normal.",
    params=LaplaceParams,
    build="vae_studio_laplace_prior.prior:build",
    api_version=API_VERSION,
)
