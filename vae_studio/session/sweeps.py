"""Where the points of a sweep lie along each latent dimension. Imports no TensorFlow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.api import SpecError
from vae_studio.latent.traversal import TraversalRequest, quantile_shares, sigma_values

if TYPE_CHECKING:
    from vae_studio.latent.axes import Marginals


def sweep_values(
    marginals: Marginals, request: TraversalRequest, size: int
) -> tuple[TraversalRequest, np.ndarray]:
    """Return what is done of a request, and z of every dimension along its sweep, float32 ``[L, steps]``.

    Parameters
    ----------
    marginals
        Mean, deviation and, where there are any, quantiles of each dimension.
    request
        What was asked for; without quantiles the steps are equal.
    size
        Number of latent dimensions, L.
    """
    if request.spacing == "quantile" and marginals.has_quantiles:
        shares = quantile_shares(request.steps)
        return request, np.stack([marginals.quantiles(dimension, shares) for dimension in range(size)])
    values = sigma_values(marginals.mean, marginals.unit, request.steps, request.extent)
    return replace(request, spacing="sigma"), values


def check_sweep(request: TraversalRequest, most_steps: int) -> None:
    """Refuse a sweep that cannot be.

    Raises
    ------
    SpecError
        It has no steps or too many, no rows, or reaches nowhere.
    """
    if not 1 <= request.steps <= most_steps or request.rows < 1:
        raise SpecError(
            f"{request.steps} steps of {request.rows} dimensions cannot be shown",
            remedy=f"Give from 1 to {most_steps} steps and at least one dimension.",
        )
    if not 0.0 < request.extent < np.inf:
        raise SpecError(f"a sweep of ±{request.extent} σ reaches nowhere", remedy="Give a number above 0.")
