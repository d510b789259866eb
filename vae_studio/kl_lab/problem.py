"""What the KL lab is asked to do: which q, towards which p, by which divergence, estimate and optimiser."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np

from vae_studio.api import SpecError
from vae_studio.kl_lab.target import EXAMPLE, Target

Family = Literal["isotropic", "diagonal", "full"]
Direction = Literal["reverse", "forward"]
Estimate = Literal["analytic", "monte_carlo"]
Optimiser = Literal["adam", "sgd", "rmsprop"]
Start = Literal["standard_normal", "narrow", "wide", "displaced"]

MOST_STEPS = 100_000
MOST_SAMPLES = 100_000
MOST_NUMBERS = 50_000_000
"""Most numbers that a trajectory may hold."""
STARTS: dict[Start, tuple[float, float]] = {
    "standard_normal": (0.0, 1.0),
    "narrow": (0.0, 0.25),
    "wide": (0.0, 3.0),
    "displaced": (2.0, 1.0),
}
"""Mean (with alternating sign) and standard deviation of each dimension of q before the first step."""


@dataclass(frozen=True)
class KLProblem:
    """Fit q to p by gradient descent on a divergence.

    Attributes
    ----------
    target
        p.
    family
        Which covariances q can have: one variance, one for each dimension, or any.
    direction
        ``reverse`` minimises KL(q‖p), as variational inference does; ``forward`` KL(p‖q).
    estimate
        ``analytic`` follows the gradient of the closed form; ``monte_carlo`` that of a mean over draws:
        of q, reparametrised, for the reverse direction, of p for the forward one.
    samples
        Draws for each step of a Monte Carlo estimate.
    optimiser
        With the constants of Keras.
    learning_rate
        Of the optimiser.
    steps
        Updates of q.
    start
        q before the first step; see :data:`STARTS`.
    seed
        Of the Monte Carlo draws.

    Raises
    ------
    SpecError
        A value cannot be.
    """

    target: Target = field(default_factory=lambda: Target.from_raw(EXAMPLE))
    family: Family = "diagonal"
    direction: Direction = "reverse"
    estimate: Estimate = "analytic"
    samples: int = 64
    optimiser: Optimiser = "adam"
    learning_rate: float = 0.05
    steps: int = 200
    start: Start = "standard_normal"
    seed: int = 0

    def __post_init__(self) -> None:
        for key, choices in _CHOICES.items():
            _require_choice(key, getattr(self, key), choices)
        if not math.isfinite(self.learning_rate) or self.learning_rate <= 0:
            raise SpecError(f"{self.learning_rate:g} is not a number above 0", "learning_rate")
        _require_whole("steps", self.steps, 0, MOST_STEPS)
        _require_whole("samples", self.samples, 1, MOST_SAMPLES)
        _require_whole("seed", self.seed, 0, 2**31 - 1)
        if (self.steps + 1) * self.target.dimension**2 > MOST_NUMBERS:
            raise SpecError(f"{self.steps} are too many in {self.target.dimension} dimensions", "steps")

    @property
    def start_loc(self) -> np.ndarray:
        """Mean of q before the first step, float64 ``[d]``."""
        distance, _ = STARTS[self.start]
        return distance * np.where(np.arange(self.target.dimension) % 2 == 0, -1.0, 1.0)

    @property
    def start_sd(self) -> float:
        """Standard deviation of every dimension of q before the first step."""
        return STARTS[self.start][1]


_CHOICES: dict[str, tuple[str, ...]] = {
    "family": get_args(Family),
    "direction": get_args(Direction),
    "estimate": get_args(Estimate),
    "optimiser": get_args(Optimiser),
    "start": get_args(Start),
}


def _require_choice(key: str, value: Any, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise SpecError(f"there is no {value!r}", key, f"Choose one of {', '.join(choices)}.")


def _require_whole(key: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise SpecError(f"{value} is not from {least} to {most}", key)
