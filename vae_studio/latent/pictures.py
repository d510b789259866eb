"""Grids and samples as picture and array files. Imports no TensorFlow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from vae_studio.api import OutputError
from vae_studio.latent.grid import GridRequest, LatentGrid
from vae_studio.runs.files import atomic_write

Metadata = Mapping[str, object]


def mosaic(images: np.ndarray) -> np.ndarray:
    """Return tiles ``[rows, columns, H, W, C]``, 0 to 1, as one picture, uint8 ``[rows H, columns W, C]``.

    Raises
    ------
    OutputError
        The tiles are not images.
    """
    if images.ndim != 5:
        raise OutputError("Only images can be drawn as a grid; this model was trained on a table.")
    return joined((np.clip(np.nan_to_num(images), 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))


def joined(tiles: np.ndarray) -> np.ndarray:
    """Return tiles ``[rows, columns, H, W, C]`` side by side, ``[rows H, columns W, C]``."""
    rows, columns, height, width, channels = tiles.shape
    return tiles.transpose(0, 2, 1, 3, 4).reshape(rows * height, columns * width, channels)


def picture_of(grid: LatentGrid) -> np.ndarray:
    """Return the tiles of a grid as one picture, uint8 ``[rows H, columns W, C]``.

    Raises
    ------
    OutputError
        The tiles are not images.
    """
    return mosaic(grid.images) if grid.picture is None else grid.picture


def save_picture(
    path: Path,
    pixels: np.ndarray,
    scale: int = 1,
    metadata: Metadata | None = None,
    *,
    durable: bool = True,
) -> None:
    """Write a PNG file, whole or not at all.

    Parameters
    ----------
    path
        Where; an existing file is replaced.
    pixels
        uint8 ``[H, W, C]`` with C = 1 or 3.
    scale
        How many pixels of the file each pixel becomes, in both directions.
    metadata
        Text chunks of the file; values that are no text are written as JSON.
    durable
        Whether it must have reached the disk before this returns, as a temporary file need not.

    Raises
    ------
    OutputError
        The file cannot be written, or the scale is below 1.
    """
    if scale < 1:
        raise OutputError(f"A picture cannot be drawn at scale {scale}.", "Give a whole number from 1 upwards.")
    pixels = np.repeat(np.repeat(pixels, scale, axis=0), scale, axis=1)
    picture = Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    chunks = PngInfo()
    for key, value in (metadata or {}).items():
        chunks.add_text(key, value if isinstance(value, str) else json.dumps(value))
    with atomic_write(path, durable=durable) as file:
        picture.save(file, format="PNG", pnginfo=chunks)


def save_grid_png(path: Path, grid: LatentGrid, scale: int = 1, metadata: Metadata | None = None) -> None:
    """Write a latent grid as a PNG file, with its latent coordinates in the file's metadata."""
    save_picture(path, picture_of(grid), scale, {**(metadata or {}), **grid_metadata(grid)})


def save_grid_npz(path: Path, grid: LatentGrid, metadata: Metadata | None = None) -> None:
    """Write a latent grid as an NPZ file: images, z, and the coordinates of columns and rows."""
    with atomic_write(path) as file:
        np.savez_compressed(
            file,
            **grid_arrays(grid),  # type: ignore[arg-type]
            metadata=np.array(json.dumps({**(metadata or {}), **grid_metadata(grid)})),
        )


def grid_arrays(grid: LatentGrid) -> dict[str, np.ndarray]:
    """Return the numbers of a grid: images, z, and the coordinates of columns and rows."""
    return {"images": grid.images, "z": grid.z, "across": grid.across, "up": grid.up}


def grid_metadata(grid: LatentGrid) -> dict[str, object]:
    """Return where a grid lies, in words and numbers that can be written as JSON.

    The coordinates of columns and rows are z of their dimensions, or on an oblique plane lengths from its
    origin along its two directions.
    """
    request, plane = grid.request, grid.plane
    rows = None if plane.up is None else _axis(plane.names[1], request.up, plane.up, grid.up, request)
    held = grid.z[0, 0] if request.plane is None else plane.origin
    return {
        "Software": "VAE Studio",
        "Latent across": _axis(plane.names[0], request.across, plane.right, grid.across, request),
        "Latent up": rows,
        "Latent held" if request.plane is None else "Latent origin": _numbers(held),
        "Spacing": request.spacing,
        "Shown": request.show,
    }


def _axis(
    name: str, dimension: int | None, direction: Sequence[float], values: np.ndarray, request: GridRequest
) -> dict[str, object]:
    if request.plane is None and dimension is not None:
        return {"dimension": dimension + 1, "z": _numbers(values)}
    return {"axis": name, "direction": _numbers(direction), "length": _numbers(values)}


def _numbers(values: Sequence[float] | np.ndarray) -> list[float]:
    return [round(float(value), 6) for value in values]
