"""The course of the learning rate over a run."""

from __future__ import annotations

import math

from vae_studio.api import TrainingSpec


def learning_rate(training: TrainingSpec, step: int, total_steps: int) -> float:
    """Return the learning rate of one step, counted from 0.

    A cosine falls from the full rate at step 0 to zero after the last (Loshchilov & Hutter 2017, eq. 5,
    without restarts).
    """
    if training.schedule == "cosine":
        share = min(step / max(total_steps, 1), 1.0)
        return training.learning_rate * 0.5 * (1.0 + math.cos(math.pi * share))
    return training.learning_rate
