"""A grid, and how much training lies behind it."""

from __future__ import annotations

from dataclasses import dataclass

from vae_studio.latent.grid import LatentGrid


@dataclass(frozen=True)
class ShownGrid:
    """The grid on screen.

    Attributes
    ----------
    grid
        The decoded tiles.
    epoch
        Complete epochs behind its weights.
    run
        Name of the run whose weights they are.
    """

    grid: LatentGrid
    epoch: int
    run: str
