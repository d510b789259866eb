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
    unit
        Standard deviation of each dimension, float32 ``[L]``; 1 where the prior does not know it.
    components
        Its independent components, a distribution with batch ``[L]``, or None.
    reason
        Why there is no quantile function; empty where there is one.
    """

    mean: np.ndarray
    unit: np.ndarray
    components: Any | None
    reason: str

    @classmethod
    def of(cls, prior: Any) -> PriorMarginals:
        """Return the marginals of a prior, batch ``[]``, event ``[L]``."""
        components = _components(prior)
        if components is None:
            return cls(
                _mean(prior), _unit(prior), None, "This prior's dimensions are not independent of each other."
            )
        try:
            components.quantile(0.5)
        except NotImplementedError:
            return cls(_mean(prior), _unit(prior), None, "This prior has no quantile function.")
        return cls(_mean(prior), _unit(prior), components, "")

    @property
    def has_quantiles(self) -> bool:
        """Whether :meth:`quantiles` can be asked."""
        return self.components is not None

    def quantiles(self, dimension: int, probabilities: np.ndarray) -> np.ndarray:
        """Return the quantiles of one dimension, float32, one for each probability."""
        if self.components is None:
            raise ValueError(self.reason)
        column = tf.constant(probabilities, tf.float32)[:, tf.newaxis]
        values = tf.broadcast_to(self.components.quantile(column), [len(probabilities), len(self.mean)])
        return np.asarray(values[:, dimension])


@dataclass(frozen=True)
class CodeMarginals:
    """What a grid needs where no prior says which part of the latent space is used: codes of examples.

    Attributes
    ----------
    codes
        float32 ``[N, L]``.
    """

    codes: np.ndarray
    reason: str = ""

    @property
    def mean(self) -> np.ndarray:
        """Mean code, float32 ``[L]``."""
        return np.asarray(np.mean(self.codes, axis=0))

    @property
    def unit(self) -> np.ndarray:
        """Standard deviation of each dimension, float32 ``[L]``; 1 where all codes agree."""
        deviation = np.std(self.codes, axis=0)
        return np.where(deviation > 0, deviation, 1.0)

    @property
    def has_quantiles(self) -> bool:
        """Codes always have quantiles."""
        return True

    def quantiles(self, dimension: int, probabilities: np.ndarray) -> np.ndarray:
        """Return the quantiles of one dimension, float32, one for each probability."""
        return np.asarray(np.quantile(self.codes[:, dimension], probabilities), np.float32)


Marginals = PriorMarginals | CodeMarginals


def quantile_axis(marginals: Marginals, dimension: int, tiles: int) -> GridAxis:
    """Return the axis whose tile i of n sits at the quantile (i + ½)/n."""
    centres = (np.arange(tiles) + 0.5) / tiles
    shares = np.concatenate(
        [[1e-6, 1e-5, 1e-4], np.linspace(5e-4, 1 - 5e-4, TABLE_POINTS), [1 - 1e-4, 1 - 1e-5]]
    )
    return GridAxis(
        dimension, marginals.quantiles(dimension, centres), marginals.quantiles(dimension, shares), shares
    )


def linear_axis(marginals: Marginals, dimension: int, tiles: int, extent: float) -> GridAxis:
    """Return the axis whose tiles lie in equal steps, up to `extent` standard deviations from the mean."""
    centre = float(marginals.mean[dimension])
    extent = extent * float(marginals.unit[dimension])
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


def _unit(prior: Any) -> np.ndarray:
    try:
        unit = np.asarray(prior.stddev())
    except NotImplementedError:
        return np.ones(prior.event_shape, np.float32)
    return np.where(np.isfinite(unit) & (unit > 0), unit, np.float32(1.0))


def _mean(prior: Any) -> np.ndarray:
    try:
        mean = np.asarray(prior.mean())
    except NotImplementedError:
        mean = np.full(prior.event_shape, np.nan)
    if np.all(np.isfinite(mean)):
        return mean
    return np.asarray(tf.reduce_mean(prior.sample(DRAWS_FOR_MEAN, seed=(0, 0)), axis=0))
