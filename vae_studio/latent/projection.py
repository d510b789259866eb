"""How encoded examples are laid on a plane to be looked at. Imports no TensorFlow.

A plane of the latent space shows its points where they are, seen at a right angle, so that ellipses,
paths and decoded grids have their place on it too. An embedding (t-SNE, UMAP) only keeps neighbours
together: nothing but the embedded points has a place in it.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal, TypeAlias

import numpy as np

from vae_studio.latent.planes import PlaneBasis
from vae_studio.latent.points import LatentPoints

Method: TypeAlias = Literal["dimensions", "principal", "tsne", "umap"]
EMBEDDINGS: tuple[Method, ...] = ("tsne", "umap")
METHOD_NAMES: dict[Method, str] = {
    "dimensions": "Two dimensions",
    "principal": "PCA",
    "tsne": "t-SNE",
    "umap": "UMAP",
}


def umap_reason() -> str:
    """Return why there is no UMAP; empty where there is one."""
    if find_spec("umap") is None:
        return "UMAP is not installed. Install umap-learn, and start the studio again."
    return ""


def places_on(basis: PlaneBasis, points: LatentPoints) -> np.ndarray:
    """Return the points on a plane, float64 ``[N, 2]``.

    On a line the second axis is the standard deviation of the posterior along it.
    """
    across, up = basis.to_plane(points.loc)
    if basis.up is None:
        up = np.sqrt(np.square(points.scale.astype(np.float64)) @ np.square(np.asarray(basis.right)))
    return np.stack([across, up], axis=1)


def covariance_on(basis: PlaneBasis, scale: np.ndarray, covariance: np.ndarray | None = None) -> np.ndarray:
    """Return the covariance of a posterior seen on a plane, float64 ``[2, 2]``.

    Parameters
    ----------
    basis
        The plane, with two axes.
    scale
        Standard deviations, ``[L]``.
    covariance
        ``[L, L]``, where the dimensions are correlated.
    """
    axes = np.array([basis.right, basis.up], np.float64)
    whole = np.diag(np.square(np.asarray(scale, np.float64))) if covariance is None else covariance
    return np.asarray(axes @ whole @ axes.T)


def ellipse(covariance: np.ndarray) -> tuple[float, float, float]:
    """Return an ellipse of one standard deviation: half-axes, the longer one first, and its turn.

    Parameters
    ----------
    covariance
        ``[2, 2]``.

    Returns
    -------
    Longer half-axis, shorter half-axis, and the angle from the first coordinate to the longer one, degrees
    counter-clockwise in (−90, 90].
    """
    squares, vectors = np.linalg.eigh(covariance)
    shorter, longer = np.sqrt(np.maximum(squares, 0.0))
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
    angle = angle - 180.0 if angle > 90.0 else angle + 180.0 if angle <= -90.0 else angle
    return float(longer), float(shorter), angle


def axis_shares(basis: PlaneBasis, codes: np.ndarray) -> tuple[float, float]:
    """Return the share of the variance of codes ``[N, L]`` along each axis, 0 to 1."""
    total = float(np.var(codes, axis=0, dtype=np.float64).sum())
    across, up = basis.to_plane(codes)
    if total <= 0:
        return 0.0, 0.0
    return float(np.var(across)) / total, float(np.var(up)) / total
