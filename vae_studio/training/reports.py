"""From the engine's numbers to figures and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from vae_studio.api import TrainingError
from vae_studio.evaluation.figures import Figures
from vae_studio.training.engine import CallResult

TERMS = ("the objective", "the reconstruction", "the KL")


def figures_of(means: np.ndarray) -> Figures:
    """Return the figures of the engine's means: objective, reconstruction, KL, then KL per dimension."""
    reconstruction, kl = float(means[1]), float(means[2])
    return Figures(
        negative_elbo=reconstruction + kl,
        reconstruction=reconstruction,
        kl=kl,
        kl_per_dimension=tuple(float(value) for value in means[3:]) or None,
    )


def recorded_figures(history: list[dict[str, Any]], split: str) -> Figures | None:
    """Return the figures of a split in the last epoch on record, or None."""
    figures: Mapping[str, Any] | None = history[-1][split] if history else None
    return None if figures is None else Figures.model_validate(figures)


def require_finite(figures: Figures, split: str, epoch: int) -> Figures:
    """Return the figures of a split, unless one of them is no number any more.

    Raises
    ------
    TrainingError
        Naming the term and the split.
    """
    terms = {"the reconstruction": figures.reconstruction, "the KL": figures.kl}
    bad = [term for term, value in terms.items() if not np.isfinite(value)]
    if bad:
        raise TrainingError(
            f"After epoch {epoch} {' and '.join(bad)} of the {split} split became NaN or infinite.",
            "Lower training.learning_rate, or change the model.",
        )
    return figures


def divergence_words(result: CallResult, step: int, steps_per_epoch: int) -> str:
    """Say which term stopped being a number, and in which step.

    Parameters
    ----------
    result
        The call that ended early.
    step
        Steps done before the one that failed.
    steps_per_epoch
        Steps of an epoch.
    """
    terms = [name for name, value in zip(TERMS, result.last, strict=False) if not np.isfinite(value)]
    term = " and ".join(terms[1:] or terms) or "the gradient"
    return f"In step {step + 1} (epoch {step // steps_per_epoch + 1}) {term} became NaN or infinite."
