"""The studio's own words for a model of the contest."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from vae_studio.api import RunSpec
from vae_studio.session import Session
from vae_studio_bench.throughput.models import Model

EPOCHS = 100_000


def studio_spec(
    images: np.ndarray, model: Model, learning_rate: float, seed: int, folder: Path, *, validation: float
) -> RunSpec:
    """Write the images into a folder, and return the spec that trains the model on them.

    Parameters
    ----------
    images
        uint8 ``[N, H, W, C]``.
    model, learning_rate, seed
        What is trained, and how.
    folder
        Where the images are written.
    validation
        Share of the examples that are not trained on, but measured after each epoch.
    """
    np.save(folder / "train.npy", images)
    training = {
        "data.validation": str(validation),
        "data.test": "0.0",
        "training.batch_size": str(model.batch_size),
        "training.learning_rate": str(learning_rate),
    }
    return Session().spec_from(
        dataset=str(folder / "train.npy"),
        epochs=EPOCHS,
        seed=seed,
        settings={**model.settings, **training},
    )
