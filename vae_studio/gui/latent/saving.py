"""Writing the grid that is on screen."""

from __future__ import annotations

from pathlib import Path

from vae_studio.api import OutputError
from vae_studio.gui.shown_grid import ShownGrid
from vae_studio.latent.pictures import save_grid_npz, save_grid_png


def save_grid(path: Path, shown: ShownGrid, scale: int) -> Path:
    """Write a grid: ``.png`` its picture with each pixel `scale` pixels wide, ``.npz`` its arrays.

    Returns
    -------
    The path written.

    Raises
    ------
    OutputError
        The name ends otherwise, or the file cannot be written.
    """
    metadata = {"Run": shown.run, "Epoch": shown.epoch}
    if path.suffix.lower() == ".png":
        save_grid_png(path, shown.grid, scale, metadata)
    elif path.suffix.lower() == ".npz":
        save_grid_npz(path, shown.grid, metadata)
    else:
        raise OutputError(f"{path.name} is neither .png nor .npz.", "Give the name one of these endings.")
    return path
