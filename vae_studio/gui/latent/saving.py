"""The grid that is on screen, as a figure that can be taken away."""

from __future__ import annotations

from pathlib import Path

from vae_studio.gui.saving.figure import Figure, Metadata
from vae_studio.gui.shown_grid import ShownGrid
from vae_studio.latent.pictures import grid_arrays, grid_metadata, picture_of


def grid_figure(shown: ShownGrid, file: Path, provenance: Metadata) -> Figure:
    """Return the figure of a grid: its picture, its arrays, and the coordinates of its tiles.

    Parameters
    ----------
    shown
        The grid, and the weights it was decoded by.
    file
        Where it is suggested to go, without an ending.
    provenance
        Where the weights come from.
    """
    grid = shown.grid
    return Figure(
        "Latent grid",
        file,
        {**provenance, "Run": shown.run, "Epoch": shown.epoch, **grid_metadata(grid)},
        pixels=picture_of(grid),
        arrays=lambda: grid_arrays(grid),
    )
