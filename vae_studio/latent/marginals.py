"""How a prior, or in its place the codes of examples, is spread along one direction of the latent space."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.model.divergence import independent_normals

tfd = tfp.distributions

DRAWS_FOR_MEAN = 4096
TABLE_POINTS = 2001
TAIL_POINTS = 48
LEAST_SHARE = 1e-6
"""Least probability of which a quantile is asked: the edge of the picture stands for it."""
DEPENDENT = "This prior's dimensions are not independent of each other."
NO_QUANTILES = "This prior has no quantile function."
OBLIQUE = "Along an oblique plane only a Gaussian prior has a quantile function."

Quantiles = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class AxisMarginal:
    """What one axis of a grid needs to know.

    Attributes
    ----------
    centre, unit
        Middle of equal steps, and what a range of 1 means.
    quantiles
        From probabilities to coordinates; None without.
    reason
        Why there are none; empty where there are.
    """

    centre: float
    unit: float
    quantiles: Quantiles | None
    reason: str = ""

    @cached_property
    def table(self) -> tuple[np.ndarray, np.ndarray]:
        """Coordinates and the probabilities below them, ascending, dense in the middle and in the tails."""
        if self.quantiles is None:
            raise ValueError(self.reason)
        tail = np.geomspace(LEAST_SHARE, 5e-4, TAIL_POINTS, endpoint=False)
        shares = np.concatenate([tail, np.linspace(5e-4, 1 - 5e-4, TABLE_POINTS), 1 - tail[::-1]])
        return np.asarray(self.quantiles(shares), np.float64), shares


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
    _axes: dict[int, AxisMarginal] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, prior: Any) -> PriorMarginals:
        """Return the marginals of a prior, batch ``[]``, event ``[L]``."""
        components = _components(prior)
        if components is None:
            return cls(_mean(prior), _unit(prior), None, DEPENDENT)
        try:
            components.quantile(0.5)
        except NotImplementedError:
            return cls(_mean(prior), _unit(prior), None, NO_QUANTILES)
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

    def along_dimension(self, dimension: int) -> AxisMarginal:
        """Return how the prior is spread along one of its own dimensions, from 0."""
        if dimension not in self._axes:
            centre, unit = float(self.mean[dimension]), float(self.unit[dimension])
            quantiles = partial(self.quantiles, dimension) if self.has_quantiles else None
            self._axes[dimension] = AxisMarginal(centre, unit, quantiles, self.reason)
        return self._axes[dimension]

    def along(self, origin: Sequence[float], direction: Sequence[float]) -> AxisMarginal:
        """Return how the prior, seen from a point, is spread along a direction of length 1, ``[L]`` each.

        Equal steps lie around the point itself, which is where the plane goes through.
        """
        heading = np.asarray(direction)
        unit = float(np.sqrt(np.sum((heading * self.unit) ** 2)))
        if not isinstance(self.components, tfd.Normal):
            return AxisMarginal(0.0, unit, None, self.reason or OBLIQUE)
        centre = float(heading @ (self.mean - np.asarray(origin)))
        shape = [len(self.mean)]
        deviation = np.broadcast_to(np.asarray(self.components.stddev()), shape)
        line = tfd.Normal(np.float64(centre), np.sqrt(np.sum((heading * deviation) ** 2, dtype=np.float64)))
        return AxisMarginal(0.0, unit, lambda shares: np.asarray(line.quantile(shares), np.float32))


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

    def along_dimension(self, dimension: int) -> AxisMarginal:
        """Return how the codes are spread along one of their own dimensions, from 0."""
        line = self.codes[:, dimension]
        return AxisMarginal(float(np.mean(line)), _deviation(line), _quantiles_of(line))

    def along(self, origin: Sequence[float], direction: Sequence[float]) -> AxisMarginal:
        """Return how the codes, seen from a point, are spread along a direction of length 1, ``[L]`` each."""
        line = (self.codes - np.asarray(origin)) @ np.asarray(direction)
        return AxisMarginal(0.0, _deviation(line), _quantiles_of(line))


Marginals = PriorMarginals | CodeMarginals


def _quantiles_of(line: np.ndarray) -> Quantiles:
    return lambda shares: np.asarray(np.quantile(line, shares), np.float32)


def _deviation(line: np.ndarray) -> float:
    """Return the standard deviation; 1 where all agree."""
    found = float(np.std(line))
    return found if found > 0 else 1.0


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
