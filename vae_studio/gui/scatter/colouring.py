"""The colours of points: of their classes, or of a figure on a scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from vae_studio.gui.theme import Theme
from vae_studio.latent.point_figures import PointFigures, Quantity

STOPS = ("series_train", "series_kl", "series_val")
"""Colour tokens of a scale from its low to its high end, about equally light."""
STEPS = 256
NAMES: dict[Quantity, str] = {
    "reconstruction": "Reconstruction",
    "kl": "KL",
    "negative_elbo": "Negative ELBO",
    "log_likelihood": "log p̂(x)",
}
MEANINGS: dict[Quantity, str] = {
    "reconstruction": "−log p(x|z) for a draw of z from q(z|x): what is lost in the latent space",
    "kl": "KL(q(z|x) ‖ p(z)): what the latent space tells about the example",
    "negative_elbo": "Reconstruction + KL",
    "log_likelihood": "log p(x), estimated with 200 importance samples of z",
}


@dataclass(frozen=True)
class ColourScale:
    """What the ends of the scale stand for; values beyond them wear the colours of the ends."""

    low: float
    high: float
    name: str
    unit: str

    @classmethod
    def of(cls, figures: PointFigures) -> ColourScale:
        """Return the scale of a figure: from its 1st to its 99th percentile."""
        return cls(*figures.span(), NAMES[figures.quantity], figures.unit)


def scale_colours(theme: Theme, steps: int = STEPS) -> np.ndarray:
    """Return the colours along a scale, uint8 ``[steps, 3]``."""
    stops = np.array([rgb(theme.colour(token)) for token in STOPS], float)
    at = np.linspace(0, len(stops) - 1, steps)
    channels = [np.interp(at, np.arange(len(stops)), stops[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=1).round().astype(np.uint8)


def value_colours(theme: Theme, values: np.ndarray, scale: ColourScale) -> np.ndarray:
    """Return the colours of values ``[N]`` on a scale, uint8 ``[N, 3]``; unknown ones are grey."""
    span = max(scale.high - scale.low, 1e-12)
    known = np.isfinite(values)
    place = np.where(known, (np.where(known, values, 0.0) - scale.low) / span, 0.0).clip(0, 1)
    colours = scale_colours(theme)[(place * (STEPS - 1)).round().astype(np.int64)]
    colours[~known] = rgb(theme.colour("text_3"))
    return colours


def class_colours(theme: Theme, labels: np.ndarray | None, count: int) -> np.ndarray:
    """Return the colours of classes ``[N]``, uint8 ``[N, 3]``; without labels all points have one colour."""
    if labels is None:
        return np.tile(np.array(rgb(theme.colour("series_train")), np.uint8), (count, 1))
    classes = int(labels.max(initial=-1)) + 1
    table = np.array([rgb(theme.class_colour(number)) for number in range(classes)], np.uint8)
    return np.asarray(table.reshape(-1, 3)[labels])


def rgb(colour: QColor) -> tuple[int, int, int]:
    """Return red, green and blue of a colour."""
    return colour.red(), colour.green(), colour.blue()
