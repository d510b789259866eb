"""What algebra says of two Gaussians: their divergence, and the best q of each family.

For p = N(0, Σ) with precision Λ = Σ⁻¹, the q that minimises each direction has p's mean and

=========  ====================  ===================
family     KL(q‖p)               KL(p‖q)
=========  ====================  ===================
isotropic  variance d / tr Λ     variance tr Σ / d
diagonal   variances 1 / Λᵢᵢ     variances Σᵢᵢ
full       Σ                     Σ
=========  ====================  ===================

KL(q‖p) keeps the conditional widths of p, KL(p‖q) its marginal ones (Bishop 2006, section 10.1.2). In two
dimensions both diagonal optima lie at −½ ln(1 − ρ²) nats: 1.0367059 for the example.
"""

from __future__ import annotations

import numpy as np

from vae_studio.kl_lab.problem import Direction, Family, KLProblem


def gaussian_kl(loc_a: np.ndarray, scale_a: np.ndarray, loc_b: np.ndarray, scale_b: np.ndarray) -> float:
    """Return KL(N(loc_a, A Aᵀ) ‖ N(loc_b, B Bᵀ)), nats.

    With B = ``FillScaleTriL()([-0.5, 1.25, 1.0])``, KL(N(0, I) ‖ N(0, B Bᵀ)) is 3.0560922. A well-known
    course text prints 0.4280361 for it, which its own numbers do not give.

    Parameters
    ----------
    loc_a, loc_b
        float64 ``[d]``.
    scale_a, scale_b
        Lower triangular A and B with positive diagonals, float64 ``[d, d]``.
    """
    inverse = np.linalg.inv(scale_b)
    spread = inverse @ scale_a
    shift = inverse @ (loc_b - loc_a)
    volume = np.log(np.diag(scale_b)).sum() - np.log(np.diag(scale_a)).sum()
    return float(0.5 * (np.square(spread).sum() + np.square(shift).sum() - len(loc_a)) + volume)


def best_scale(target_scale: np.ndarray, family: Family, direction: Direction) -> np.ndarray:
    """Return the scale of the best q, lower triangular, float64 ``[d, d]``; its mean is that of p.

    Parameters
    ----------
    target_scale
        L of p = N(0, L Lᵀ).
    family, direction
        Of the fit.
    """
    if family == "full":
        return np.array(target_scale, dtype=np.float64)
    if direction == "reverse":
        precisions = np.square(np.linalg.inv(target_scale)).sum(axis=0)
        variances = 1.0 / (precisions if family == "diagonal" else np.full_like(precisions, precisions.mean()))
    else:
        variances = np.square(target_scale).sum(axis=1)
        if family == "isotropic":
            variances = np.full_like(variances, variances.mean())
    return np.diag(np.sqrt(variances))


def divergence(problem: KLProblem, loc: np.ndarray, scale: np.ndarray) -> float:
    """Return the divergence that a problem minimises, at one q, nats.

    Parameters
    ----------
    problem
        Says p and the direction.
    loc, scale
        q: float64 ``[d]``, and lower triangular ``[d, d]``.
    """
    zero, target = np.zeros(problem.target.dimension), problem.target.scale
    if problem.direction == "reverse":
        return gaussian_kl(loc, scale, zero, target)
    return gaussian_kl(zero, target, loc, scale)


def optimum(problem: KLProblem) -> float:
    """Return the least divergence that the family allows, nats."""
    if problem.family == "full":
        return 0.0
    scale = best_scale(problem.target.scale, problem.family, problem.direction)
    return max(0.0, divergence(problem, np.zeros(problem.target.dimension), scale))
