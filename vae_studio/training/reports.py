"""From the engine's numbers to figures and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from vae_studio.api import TrainingError
from vae_studio.evaluation.figures import Figures
from vae_studio.training.step_figures import CallResult

TERMS = ("the objective", "the reconstruction", "the penalty", "the KL")
SMALLEST_KL = 1e-6
"""Nats below which a ratio to the KL means nothing."""


def figures_of(means: np.ndarray, unit: str) -> Figures:
    """Return the figures of the engine's means, in the order of ``CallResult.last``.

    Parameters
    ----------
    means
        Averages over steps.
    unit
        Unit of the reconstruction.
    """
    return Figures.of(
        float(means[1]),
        float(means[3]) if len(means) > 3 else None,
        tuple(float(value) for value in means[4:]) or None,
        unit,
    )


def effective_beta(means: np.ndarray) -> float | None:
    """Return what the KL strategy added to the objective, divided by the KL; None where there is none."""
    if len(means) <= 3 or not abs(means[3]) > SMALLEST_KL:
        return None
    return float(means[2] / means[3])


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
    bad = [term for term, value in terms.items() if value is not None and not np.isfinite(value)]
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
    causes = [term for term in terms if term not in ("the objective", "the penalty")]
    term = " and ".join(causes or terms[1:] or terms) or "the gradient"
    return f"In step {step + 1} (epoch {step // steps_per_epoch + 1}) {term} became NaN or infinite."
