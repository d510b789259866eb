"""What the model will see of examples, binarised as the spec asks, for people to look at."""

from __future__ import annotations

import numpy as np

from vae_studio.api.run_spec import DataSpec
from vae_studio.data.dataset import Array


def preview(examples: Array, spec: DataSpec, draw: int = 0) -> Array:
    """Return images as the engine would present them, uint8 of the same shape.

    Parameters
    ----------
    examples
        Some of a dataset's images, uint8 or float32 in [0, 1], ``[n, H, W, C]``.
    spec
        Its ``binarise`` and ``threshold`` are applied; the rest has been already.
    draw
        Which of the dynamic binarisations to show, as if it were another epoch.
    """
    grey = examples.astype(np.float32) / (255 if examples.dtype == np.uint8 else 1)
    if spec.binarise == "threshold":
        grey = (grey >= spec.threshold).astype(np.float32)
    elif spec.binarise == "dynamic":
        uniform = np.random.default_rng(draw).random(grey.shape, dtype=np.float32)
        grey = (uniform < grey).astype(np.float32)
    return np.rint(grey * 255).astype(np.uint8)
