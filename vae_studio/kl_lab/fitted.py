"""What a fit leaves: q after every step, and its divergence from p."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_studio.kl_lab.closed_form import best_scale, optimum
from vae_studio.kl_lab.problem import KLProblem


@dataclass(frozen=True)
class Stage:
    """One step on ``FillScaleTriL``'s way from raw numbers to a scale.

    Attributes
    ----------
    bijector
        What was applied, as it is written in TensorFlow Probability; ``vector`` before the first.
    value
        What came out: the raw numbers before the first bijector, a matrix ``[d, d]`` afterwards.
    """

    bijector: str
    value: np.ndarray


@dataclass(frozen=True)
class KLFit:
    """The course of a fit; T is the number of steps that were done.

    Attributes
    ----------
    problem
        What was asked for.
    kl
        The divergence in closed form before the first step and after each one, nats, float64 ``[T + 1]``.
    estimate
        The Monte Carlo estimate at the same places, nats, float64 ``[T + 1]``; None for analytic fits.
    loc
        Means of q, float64 ``[T + 1, d]``.
    scale
        Lower triangular scales of q, float64 ``[T + 1, d, d]``; diagonal for the families that are.
    stages
        How the target's scale came from its raw numbers; empty where a covariance was given.
    """

    problem: KLProblem
    kl: np.ndarray
    estimate: np.ndarray | None
    loc: np.ndarray
    scale: np.ndarray
    stages: tuple[Stage, ...] = ()

    @property
    def steps(self) -> int:
        """How many steps were done, T."""
        return len(self.kl) - 1

    @property
    def diverged(self) -> bool:
        """Whether the fit ended early because the next q was not made of finite numbers."""
        return self.steps < self.problem.steps

    @property
    def kl_optimum(self) -> float:
        """The least divergence that the family allows, in closed form, nats."""
        return optimum(self.problem)

    @property
    def best_scale(self) -> np.ndarray:
        """The scale at which it is reached, lower triangular, float64 ``[d, d]``."""
        return best_scale(self.problem.target.scale, self.problem.family, self.problem.direction)

    def standard_deviations(self, step: int = -1) -> np.ndarray:
        """Return the marginal standard deviations of q after a step, the last one by default, ``[d]``."""
        return np.asarray(np.sqrt(np.square(self.scale[step]).sum(axis=1)))
