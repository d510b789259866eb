"""Which curves each plot has, and what of a history they are."""

from __future__ import annotations

import numpy as np

from vae_studio.gui.training.history import History, Points
from vae_studio.gui.training.leading import leading_figure, reconstruction_figure
from vae_studio.gui.training.legend import Series

TRAIN, VALIDATION, KL, BETA, OBJECTIVE = "train", "val", "KL", "β", "objective"
NO_KL = "No KL: not a VAE"
NO_POINTS: Points = (np.zeros(0), np.zeros(0))

ELBO_SERIES = (
    Series(TRAIN, "series_train"),
    Series(VALIDATION, "series_val"),
    Series(OBJECTIVE, "series_beta", dashed=True, hidden=True),
)
RECONSTRUCTION_SERIES = (Series(VALIDATION, "series_recon"),)
KL_SERIES = (Series(KL, "series_kl", places=2), Series(BETA, "series_beta", 2, dashed=True, on_right=True))


def elbo_points(history: History) -> dict[str, Points]:
    """Return what tells how good the run is: the negative ELBO, or what is trained instead of it."""
    figure = leading_figure(history.figures).figure
    return {
        TRAIN: history.train(figure),
        VALIDATION: history.validation(figure),
        OBJECTIVE: history.objective(),
    }


def reconstruction_points(history: History) -> dict[str, Points]:
    """Return the reconstruction."""
    return {VALIDATION: _either(history, reconstruction_figure(history.figures).figure)}


def kl_points(history: History) -> dict[str, Points]:
    """Return the KL, and the weight that it has in effect; neither where there is no KL."""
    figures = history.figures
    has_kl = figures is None or figures.kl is not None
    return {KL: _either(history, "kl"), BETA: history.beta() if has_kl else NO_POINTS}


def called(history: History, name: str) -> str:
    """Return what a curve is called that shows training figures, as until there are any of validation."""
    if history.has_validation or history.figures is None:
        return ""
    return TRAIN if name == VALIDATION else f"{name} ({TRAIN})"


def _either(history: History, figure: str) -> Points:
    """Return a validation figure; before there is one, or without validation, the training figure."""
    return history.validation(figure) if history.has_validation else history.train(figure)
