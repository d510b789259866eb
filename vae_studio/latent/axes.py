"""Where the tiles of a grid lie: by the prior's quantiles or in equal steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.latent.grid import GridAxis
from vae_studio.model.divergence import independent_normals

tfd = tfp.distributions

TABLE_POINTS = 2001
DRAWS_FOR_MEAN = 4096


@dataclass(frozen=True)
class PriorMarginals:
    """What a grid needs of a prior.

    Attributes
    ----------
    mean
        float32 ``[L]``.
    components
        Its independent components, a distribution with batch ``[L]``, or None.
    reason
        Why there is no quantile function; empty where there is one.
    """

    mean: np.ndarray
    components: Any | None
    reason: str

    @classmethod
    def of(cls, prior: Any) -> PriorMarginals:
        """Return the marginals of a prior, batch ``[]``, event ``[L]``."""
        components = _components(prior)
        if components is None:
            return cls(_mean(prior), None, "This prior's dimensions are not independent of each other.")
        try:
            components.quantile(0.5)
        except NotImplementedError:
            return cls(_mean(prior), None, "This prior has no quantile function.")
        return cls(_mean(prior), components, "")

    def quantiles(self, dimension: int, probabilities: np.ndarray) -> np.ndarray:
        """Return the quantiles of one dimension, float32, one for each probability."""
        if self.components is None:
            raise ValueError(self.reason)
        column = tf.constant(probabilities, tf.float32)[:, tf.newaxis]
        values = tf.broadcast_to(self.components.quantile(column), [len(probabilities), len(self.mean)])
        return np.asarray(values[:, dimension])


def quantile_axis(marginals: PriorMarginals, dimension: int, tiles: int) -> GridAxis:
    """Return the axis whose tile i of n sits at the quantile (i + ½)/n."""
    centres = (np.arange(tiles) + 0.5) / tiles
    shares = np.concatenate(
        [[1e-6, 1e-5, 1e-4], np.linspace(5e-4, 1 - 5e-4, TABLE_POINTS), [1 - 1e-4, 1 - 1e-5]]
    )
    return GridAxis(
        dimension, marginals.quantiles(dimension, centres), marginals.quantiles(dimension, shares), shares
    )


def linear_axis(marginals: PriorMarginals, dimension: int, tiles: int, extent: float) -> GridAxis:
    """Return the axis whose tiles lie in equal steps from mean − extent to mean + extent."""
    centre = float(marginals.mean[dimension])
    values = np.linspace(centre - extent, centre + extent, tiles) if tiles > 1 else np.array([centre])
    half = extent * tiles / (tiles - 1) if tiles > 1 else extent
    ends = np.array([centre - half, centre + half])
    return GridAxis(dimension, values.astype(np.float32), ends, np.array([0.0, 1.0]))


def _components(prior: Any) -> Any | None:
    normals = independent_normals(prior)
    if normals is not None:
        return normals
    if isinstance(prior, tfd.Independent) and tuple(prior.distribution.event_shape) == ():
        return prior.distribution
    if isinstance(prior, tfd.Sample) and tuple(prior.distribution.event_shape) == ():
        return prior.distribution
    return None


def _mean(prior: Any) -> np.ndarray:
    try:
        mean = np.asarray(prior.mean())
    except NotImplementedError:
        mean = np.full(prior.event_shape, np.nan)
    if np.all(np.isfinite(mean)):
        return mean
    return np.asarray(tf.reduce_mean(prior.sample(DRAWS_FOR_MEAN, seed=(0, 0)), axis=0))
