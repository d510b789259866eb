"""Writing the samples that are on screen."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from vae_studio.api import OutputError
from vae_studio.gui.samples.feed import ShownSamples
from vae_studio.latent.pictures import mosaic, save_picture
from vae_studio.latent.rows import save_rows_csv, save_rows_npz
from vae_studio.runs.files import atomic_write

SCALE = 2
PICTURE_FILTER = "Picture (*.png);;Arrays (*.npz)"
ROWS_FILTER = "Table (*.csv);;Arrays (*.npz)"


def endings(shown: ShownSamples) -> tuple[str, ...]:
    """Return the endings that samples can be saved with, the usual one first."""
    return (".png", ".npz") if shown.layout is None else (".csv", ".npz")


def save_samples(path: Path, shown: ShownSamples) -> Path:
    """Write images as one picture (``.png``) or as arrays (``.npz``), rows as ``.csv`` or ``.npz``.

    Returns
    -------
    The path written.

    Raises
    ------
    OutputError
        The name ends otherwise, or the file cannot be written.
    """
    assert shown.examples is not None
    ending = path.suffix.lower()
    if ending not in endings(shown):
        wanted = " nor in ".join(endings(shown))
        raise OutputError(f"{path.name} ends neither in {wanted}.", "Choose one of these endings.")
    if shown.layout is not None:
        (save_rows_csv if ending == ".csv" else save_rows_npz)(path, shown.layout, shown.examples)
    elif ending == ".png":
        words = {"Sampled": "prior", "Sample seed": shown.request.seed, "Shown": shown.request.show}
        save_picture(path, mosaic(shown.tiles), SCALE, {**shown.metadata, **words})
    else:
        with atomic_write(path) as file:
            np.savez_compressed(file, x=shown.examples, seed=shown.request.seed)
    return path
