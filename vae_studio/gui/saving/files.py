"""Writing bytes, arrays and animations, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from vae_studio.api import OutputError
from vae_studio.runs.files import atomic_write

FRAME_MS = 120


def write(path: Path, content: bytes) -> Path:
    """Write bytes and return the path.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with atomic_write(path) as file:
        file.write(content)
    return path


def write_npz(path: Path, arrays: Mapping[str, np.ndarray], metadata: Mapping[str, object]) -> Path:
    """Write arrays, and the metadata as JSON under the name ``metadata``.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with atomic_write(path) as file:
        np.savez_compressed(file, **arrays, metadata=np.array(json.dumps(dict(metadata))))  # type: ignore[arg-type]
    return path


def write_gif(path: Path, frames: Sequence[np.ndarray], scale: int, metadata: Mapping[str, object]) -> Path:
    """Write pictures of one size, uint8 ``[H, W, C]``, as an animation that goes on for ever.

    Parameters
    ----------
    scale
        How many pixels of the file each pixel becomes, in both directions.

    Raises
    ------
    OutputError
        There is no picture, or the file cannot be written.
    """
    if not frames:
        raise OutputError("An animation needs a picture.")
    pictures = [_scaled(frame, scale) for frame in frames]
    with atomic_write(path) as file:
        pictures[0].save(
            file,
            format="GIF",
            save_all=True,
            append_images=pictures[1:],
            duration=FRAME_MS,
            loop=0,
            comment=json.dumps(dict(metadata)).encode(),
        )
    return path


def _scaled(frame: np.ndarray, scale: int) -> Image.Image:
    picture = Image.fromarray(frame[:, :, 0] if frame.shape[2] == 1 else frame)
    return picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST)
