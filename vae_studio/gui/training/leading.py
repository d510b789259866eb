"""Which figure tells how good a run is: its negative ELBO, or its reconstruction where there is no ELBO."""

from __future__ import annotations

from dataclasses import dataclass

from vae_studio.evaluation.figures import Figures


@dataclass(frozen=True)
class Leading:
    """A figure and how it is written.

    Attributes
    ----------
    figure
        Its name among the :class:`Figures`.
    title, unit
        Above its plot; the unit is empty where the title says it.
    places
        Its decimals.
    """

    figure: str = "negative_elbo"
    title: str = "Negative ELBO"
    unit: str = "nats"
    places: int = 1


NEGATIVE_ELBO = Leading()
RECONSTRUCTION = Leading("reconstruction", "Reconstruction")
SQUARED_ERROR = Leading("reconstruction", "Mean squared error", "", 4)


def reconstruction_figure(figures: Figures | None) -> Leading:
    """Return how the reconstruction is written: in nats, or as a mean squared error."""
    return RECONSTRUCTION if figures is None or figures.unit == "nats" else SQUARED_ERROR


def leading_figure(figures: Figures | None) -> Leading:
    """Return the figure that tells how good a run is; without figures, that of a VAE."""
    if figures is None or figures.negative_elbo is not None:
        return NEGATIVE_ELBO
    return reconstruction_figure(figures)
