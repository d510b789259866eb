"""Animations of decoded pictures as GIF files. Imports no TensorFlow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image

from vae_studio.api import OutputError
from vae_studio.latent.pictures import Metadata
from vae_studio.runs.files import atomic_write

FRAME_MS = 120
"""How long each picture stands."""

Picture = TypeVar("Picture")


def there_and_back(frames: Sequence[Picture]) -> list[Picture]:
    """Return pictures in order and then back again, so that an animation that repeats does not jump."""
    return [*frames, *frames[-2:0:-1]]


def save_gif(
    path: Path, frames: Sequence[np.ndarray], scale: int = 1, metadata: Metadata | None = None
) -> None:
    """Write pictures of one size as an animation that goes on for ever, whole or not at all.

    Parameters
    ----------
    path
        Where; an existing file is replaced.
    frames
        uint8 ``[H, W, C]`` each, with C = 1 or 3.
    scale
        How many pixels of the file each pixel becomes, in both directions.
    metadata
        Written as JSON into the file's comment.

    Raises
    ------
    OutputError
        There is no picture, the scale is below 1, or the file cannot be written.
    """
    if not frames or scale < 1:
        raise OutputError("An animation needs a picture and a scale from 1 upwards.")
    pictures = [_scaled(frame, scale) for frame in frames]
    with atomic_write(path) as file:
        pictures[0].save(
            file,
            format="GIF",
            save_all=True,
            append_images=pictures[1:],
            duration=FRAME_MS,
            loop=0,
            comment=json.dumps(dict(metadata or {})).encode(),
        )


def _scaled(frame: np.ndarray, scale: int) -> Image.Image:
    picture = Image.fromarray(frame[:, :, 0] if frame.shape[2] == 1 else frame)
    return picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST)
