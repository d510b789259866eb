"""How densely encoded examples fill a plane of the latent space: the aggregate posterior. Plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vae_studio.latent.contours import contour_lines
from vae_studio.latent.grid import LatentGrid
from vae_studio.latent.planes import PlaneBasis

MASSES = (0.5, 0.9, 0.99)
"""Shares of the examples that the lines go round."""
SIDE = 128
"""Points per side at which the density is computed."""
CHUNK = 1024
NEIGHBOURS = 500
DRAWS = 1000
LEAST_WIDTH = 1e-6
NEIGHBOUR_WIDTHS = 4


@dataclass(frozen=True, eq=False)
class AggregatePosterior:
    """The mean of the posteriors of N examples, (1/N) Σ q(z|xₙ), on a plane or a line.

    Dimensions off the plane are integrated out. Each posterior is a Gaussian, at least as wide as four
    times the usual distance between neighbouring examples, so that a sample of them stands for all.

    Attributes
    ----------
    mean
        float64 ``[N, D]`` with D = 2, or 1 on a line.
    covariance
        float64 ``[N, D, D]``.
    """

    mean: np.ndarray
    covariance: np.ndarray

    @classmethod
    def of(cls, loc: np.ndarray, scale: np.ndarray, plane: PlaneBasis) -> AggregatePosterior:
        """Return that of posteriors with mean and standard deviation ``[N, L]``, N >= 1, seen on a plane."""
        basis = np.array([plane.right] if plane.up is None else [plane.right, plane.up])
        mean = np.stack(plane.to_plane(loc), axis=1)[:, : len(basis)]
        covariance = np.einsum("dl,nl,el->nde", basis, np.asarray(scale, np.float64) ** 2, basis)
        least = max(NEIGHBOUR_WIDTHS * usual_distance(mean), LEAST_WIDTH) ** 2
        lacking = np.maximum(least - np.diagonal(covariance, axis1=1, axis2=2), 0.0)
        return cls(mean, covariance + lacking[:, :, np.newaxis] * np.eye(len(basis)))

    def at(self, points: np.ndarray) -> np.ndarray:
        """Return the density at points ``[M, D]``, float64 ``[M]``."""
        # The squared distance to every example, (x − m)ᵀ P (x − m), is linear in x⊗x, x and 1: one product of
        # matrices, and single precision for the exponential of what comes out.
        precision = np.linalg.inv(self.covariance)
        pulled = np.einsum("nde,ne->nd", precision, self.mean)
        own = np.einsum("nd,nd->n", pulled, self.mean)
        flat = precision.reshape(len(precision), -1)
        weights = np.concatenate([flat, -2 * pulled, own[:, np.newaxis]], axis=1)
        height = 1 / np.sqrt(np.linalg.det(2 * np.pi * self.covariance))
        found = np.zeros(len(points))
        for start in range(0, len(points), CHUNK):
            x = points[start : start + CHUNK]
            pairs = np.einsum("md,me->mde", x, x).reshape(len(x), -1)
            distance = np.concatenate([pairs, x, np.ones((len(x), 1))], axis=1) @ weights.T
            found[start : start + CHUNK] = np.exp(-0.5 * distance.astype(np.float32)) @ height / len(height)
        return found

    def on_grid(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the density at every pair of coordinates, float64 ``[len(v), len(u)]``."""
        dimensions = self.mean.shape[1]
        if dimensions == 1:
            return np.repeat(self._along(u, 0).mean(axis=1)[np.newaxis], len(v), axis=0)
        if np.any(self.covariance[:, 0, 1]):
            pairs = np.stack(np.meshgrid(u, v), axis=-1).reshape(-1, 2)
            return self.at(pairs).reshape(len(v), len(u))
        return np.asarray(self._along(v, 1) @ self._along(u, 0).T / len(self.mean))

    def levels(self, masses: Sequence[float] = MASSES) -> tuple[float, ...]:
        """Return for each share of the mass the density that its densest region exceeds (Hyndman 1996)."""
        generator = np.random.default_rng(0)
        chosen = np.linspace(0, len(self.mean) - 1, DRAWS).round().astype(int)
        roots = np.linalg.cholesky(self.covariance[chosen])
        noise = generator.standard_normal((DRAWS, self.mean.shape[1]))
        found = self.at(self.mean[chosen] + np.einsum("nde,ne->nd", roots, noise))
        return tuple(float(np.quantile(found, 1 - mass)) for mass in masses)

    def _along(self, places: np.ndarray, axis: int) -> np.ndarray:
        """Return the density of each example along one axis, ``[len(places), N]``."""
        deviation = np.sqrt(self.covariance[:, axis, axis])
        away = (np.asarray(places)[:, np.newaxis] - self.mean[:, axis]) / deviation
        return np.asarray(np.exp(-0.5 * away**2) / (np.sqrt(2 * np.pi) * deviation))


@dataclass(frozen=True, eq=False)
class DensityPicture:
    """A density as it is drawn over a grid.

    Attributes
    ----------
    frame
        The part that it covers: left, top, width and height, in places of the grid.
    emptiness
        From 0, where the densest region with the largest share of the mass lies, to 1 where no example is;
        float32 ``[SIDE, SIDE]``, the top row first.
    lines
        For each share of the mass the pieces of the line around it, in places, ``[M, 2, 2]``.
    """

    frame: tuple[float, float, float, float]
    emptiness: np.ndarray
    lines: tuple[np.ndarray, ...]


def density_picture(aggregate: AggregatePosterior, levels: Sequence[float], grid: LatentGrid) -> DensityPicture:
    """Return the density over the part of a plane that a grid covers.

    Parameters
    ----------
    aggregate
        On the plane of the grid.
    levels
        Densities of the lines; the last one is the least.
    grid
        The grid.
    """
    left, top, width, height = grid.frame
    steps = (np.arange(SIDE) + 0.5) / SIDE
    u, v = grid.coordinates(left + steps * width, top + steps * height)
    values = aggregate.on_grid(u, v)
    emptiness = 1.0 - np.clip(values / max(levels[-1], np.finfo(float).tiny), 0.0, 1.0)
    scale, corner = np.array([width, height]) / SIDE, np.array([left, top])
    lines = tuple((contour_lines(values, level) + 0.5) * scale + corner for level in levels)
    return DensityPicture(grid.frame, emptiness.astype(np.float32), lines)


def usual_distance(places: np.ndarray) -> float:
    """Return the median distance from some of the points ``[N, D]`` to their nearest neighbours; 0 for one."""
    if len(places) < 2:
        return 0.0
    chosen = np.unique(np.linspace(0, len(places) - 1, NEIGHBOURS).round().astype(int))
    squares = np.sum(places**2, axis=1)
    apart = squares[chosen, np.newaxis] + squares - 2 * places[chosen] @ places.T
    apart[np.arange(len(chosen)), chosen] = np.inf
    return float(np.median(np.sqrt(np.maximum(apart.min(axis=1), 0.0))))
