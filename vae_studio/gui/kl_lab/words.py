"""What the KL lab calls things, and how it explains what is seen."""

from __future__ import annotations

import numpy as np

from vae_studio.gui.figures import MINUS, decimal
from vae_studio.kl_lab.problem import STARTS, Direction, Estimate, Family, KLProblem, Optimiser, Start

PLACES = 4
"""Decimals of the lab's figures."""
DIRECTIONS: dict[Direction, str] = {"reverse": "KL(q || p)", "forward": "KL(p || q)"}
FAMILIES: dict[Family, str] = {
    "diagonal": "Normal, diagonal",
    "full": "Normal, full covariance",
    "isotropic": "Normal, one variance",
}
ESTIMATES: dict[Estimate, str] = {"analytic": "Analytic", "monte_carlo": "Monte Carlo"}
OPTIMISERS: dict[Optimiser, str] = {"adam": "Adam", "sgd": "SGD", "rmsprop": "RMSprop"}
STARTS_WORDS: dict[Start, str] = {
    "standard_normal": "Standard normal",
    "narrow": f"Narrow, σ {STARTS['narrow'][1]:g}",
    "wide": f"Wide, σ {STARTS['wide'][1]:g}",
    "displaced": f"Displaced by {STARTS['displaced'][0]:g}",
}
SHORT: dict[Family, str] = {"diagonal": "diagonal", "full": "full", "isotropic": "isotropic"}
OPTIMUM: dict[Family, str] = {
    "diagonal": f"{MINUS}½ ln(1 {MINUS} ρ²)",
    "full": "q = p",
    "isotropic": "ln(½ tr Σ ÷ √det Σ)",
}
"""The least divergence as a formula of p; in two dimensions it is the same in both directions."""
TOO_SMALL, SPILLS = "Why the variance is too small", "Why q spills over"
UNCORRELATED = 1e-3
"""Correlations below this are spoken of as none."""


def other(direction: Direction) -> Direction:
    """Return the other direction."""
    return "forward" if direction == "reverse" else "reverse"


def start_formula(start: Start) -> str:
    """Return q before the first step, such as ``q = N(0, I)``."""
    distance, sd = STARTS[start]
    mean = "0" if distance == 0 else f"({MINUS}{distance:g}, {distance:g})"
    return f"q = N({mean}, I)" if sd == 1 else f"q = N({mean}, {sd:g}² I)"


def correlation(covariance: np.ndarray) -> float:
    """Return the correlation of two dimensions."""
    return float(covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]))


def explanation(problem: KLProblem) -> str:
    """Return why the best q looks as it does; what stands before ": " is the lead."""
    direction = DIRECTIONS[problem.direction]
    if problem.family == "full":
        return (
            f"Nothing is lost: a full covariance can be that of p, so {direction} falls to 0, "
            "and both directions end at the same q."
        )
    if problem.family == "isotropic":
        return _one_variance(problem.direction)
    if abs(correlation(problem.target.covariance)) < UNCORRELATED:
        return (
            "Nothing is lost: p has no correlation, so a diagonal q can be p itself, "
            f"and {direction} falls to 0."
        )
    if problem.direction == "reverse":
        return (
            f"{TOO_SMALL}: {direction} charges q wherever p is small, so a diagonal q can match only the width "
            "of p along one axis with the other held fixed (its conditional width), not its full spread."
        )
    return (
        f"{SPILLS}: {direction} charges q for missing any place where p is, so a diagonal q must cover the "
        "full spread of p along each axis (its marginal width), and lies also where p has next to nothing."
    )


def _one_variance(direction: Direction) -> str:
    words = DIRECTIONS[direction]
    if direction == "reverse":
        return (
            f"{TOO_SMALL}: {words} charges q wherever p is small, so a round q is about as narrow as p's "
            "narrow side: its variance is the harmonic mean of p's variances along its own axes."
        )
    return (
        f"{SPILLS}: {words} charges q for missing any place where p is, so a round q is about as wide as p's "
        "wide side: its variance is the mean of p's variances."
    )


def remark(problem: KLProblem) -> str:
    """Return one line under the table of both directions."""
    if problem.family == "full":
        return "A full q is p itself, either way."
    if problem.family == "diagonal" and abs(correlation(problem.target.covariance)) < UNCORRELATED:
        return "Without correlation both directions end at p."
    return "Equal values in two dimensions, very different q."


def nats(value: float) -> str:
    """Write a divergence with the lab's decimals."""
    return decimal(value, PLACES)
