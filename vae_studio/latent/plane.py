"""One plane of a latent space: encoded examples on it, and what the decoder makes of it. Plain data."""

from __future__ import annotations

from dataclasses import dataclass

from vae_studio.latent.grid import LatentGrid
from vae_studio.latent.points import LatentPoints


@dataclass(frozen=True)
class LatentPlane:
    """What is drawn of a model to set it beside another.

    Attributes
    ----------
    title, subtitle
        Name of the run, and what it is.
    points
        Encoded examples.
    across, up
        Latent dimensions of the axes, from 0; `up` None with a single latent dimension.
    grid
        Decoded tiles over the same plane; None for a table, whose rows have no picture.
    """

    title: str
    subtitle: str
    points: LatentPoints
    across: int
    up: int | None
    grid: LatentGrid | None
