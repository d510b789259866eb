"""A Gaussian prior of any mean and covariance, fixed or trained."""

from __future__ import annotations

import math
from typing import Any, Literal

from vae_studio.api import API_VERSION, BuildContext, Kind, Params, PluginSpec, SpecError, parameter

SMALLEST_TRAINED = 2e-5
"""Smallest diagonal of a trained full covariance: ``FillScaleTriL`` itself adds 1e-5 to it."""


class GaussianPriorParams(Params):
    """Parameters of the Gaussian prior."""

    covariance: Literal["diagonal", "full"] = parameter("diagonal", "Diagonal, or full as L Lᵀ.")
    loc: tuple[float, ...] = parameter(
        (0.0,), "Mean: one number for all dimensions, or one for each.", label="Mean"
    )
    scale: tuple[float, ...] = parameter(
        (1.0,),
        "Standard deviation: one number for all dimensions, or one for each. With full covariance also the "
        "rows of the lower triangle of L, one after the other.",
    )
    trainable: bool = parameter(False, "Whether mean and scale are trained along with the networks.")


PLUGIN = PluginSpec(
    kind=Kind.PRIOR,
    name="gaussian",
    label="Gaussian",
    summary="A Gaussian with diagonal or full covariance, fixed or trained.",
    params=GaussianPriorParams,
    build="vae_studio_builtins.gaussian_prior:build",
    script="vae_studio_builtins.scripts_priors:gaussian",
    api_version=API_VERSION,
    reference="Kingma & Welling 2014",
)


def build(params: GaussianPriorParams, context: BuildContext) -> Any:
    """Return N(loc, L Lᵀ), batch ``[]``, event ``[L]``.

    Raises
    ------
    SpecError
        `loc` or `scale` has another number of entries than the latent dimensions ask for, or the scale is
        not positive on its diagonal.
    """
    import tensorflow as tf
    import tensorflow_probability as tfp

    tfd, tfb = tfp.distributions, tfp.bijectors
    loc: Any = tf.constant(mean_of(params, context.latent_size), tf.float32)
    scale: Any = tf.constant(scale_of(params, context.latent_size), tf.float32)
    full = params.covariance == "full"
    if params.trainable:
        loc = tf.Variable(loc, name="prior_loc")
        bijector = tfb.FillScaleTriL() if full else tfb.Softplus()
        scale = tfp.util.TransformedVariable(scale, bijector, name="prior_scale")
    return tfd.MultivariateNormalTriL(loc, scale) if full else tfd.MultivariateNormalDiag(loc, scale)


def mean_of(params: GaussianPriorParams, latent_size: int) -> list[float]:
    """Return the mean, one number for each latent dimension."""
    if len(params.loc) not in (1, latent_size):
        raise SpecError(
            f"has {len(params.loc)} numbers for {latent_size} latent dimensions",
            "prior.loc",
            "Give one number for all, or one for each.",
        )
    _require_finite(params.loc, "prior.loc")
    return list(params.loc) * (latent_size if len(params.loc) == 1 else 1)


def scale_of(params: GaussianPriorParams, latent_size: int) -> list[Any]:
    """Return the standard deviations, ``[L]``, or with full covariance the lower-triangular ``[L, L]``."""
    _require_finite(params.scale, "prior.scale")
    given, triangle = list(params.scale), latent_size * (latent_size + 1) // 2
    full = params.covariance == "full"
    if len(given) not in {1, latent_size, *([triangle] if full else [])}:
        also = f", or the {triangle} of the lower triangle of L, row by row" if full else ""
        raise SpecError(
            f"has {len(given)} numbers for {latent_size} latent dimensions",
            "prior.scale",
            f"Give one number for all, one for each{also}.",
        )
    if full and len(given) == triangle and latent_size > 1:
        rows = [given[row * (row + 1) // 2 : (row + 1) * (row + 2) // 2] for row in range(latent_size)]
        matrix = [row + [0.0] * (latent_size - len(row)) for row in rows]
    else:
        diagonal = given * (latent_size if len(given) == 1 else 1)
        matrix = [[value if i == j else 0.0 for j in range(latent_size)] for i, value in enumerate(diagonal)]
    floor = SMALLEST_TRAINED if full and params.trainable else 0.0
    _require_positive([matrix[i][i] for i in range(latent_size)], floor)
    return matrix if full else [matrix[i][i] for i in range(latent_size)]


def _require_finite(values: tuple[float, ...], key: str) -> None:
    for value in values:
        if not math.isfinite(value):
            raise SpecError(f"{value:g} is no finite number", key, "Give numbers such as 0 or 1.5.")


def _require_positive(diagonal: list[float], floor: float) -> None:
    for number, value in enumerate(diagonal, start=1):
        if not value > floor:
            what = "not positive definite" if value <= 0.0 else "too small to be trained"
            raise SpecError(
                f"is {what}: its diagonal entry {number} is {value:g}",
                "prior.scale",
                f"Every entry on the diagonal must be above {floor:g}.",
            )
