"""Traversals, interpolations and reconstructions as pictures, arrays and metadata. Imports no TensorFlow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vae_studio.api import OutputError
from vae_studio.latent.animation import save_gif, there_and_back
from vae_studio.latent.interpolation import Interpolation
from vae_studio.latent.pictures import Metadata, mosaic, save_picture
from vae_studio.latent.reconstruction import Reconstructions
from vae_studio.latent.traversal import Traversals
from vae_studio.runs.files import atomic_write


@dataclass(frozen=True)
class Strips:
    """What can be written of rows of decoded pictures.

    Attributes
    ----------
    tiles
        The pictures, ``[rows, columns, *data_shape]``, 0 to 1.
    arrays
        The numbers, by the names under which they are saved.
    metadata
        Where they lie in the latent space, in words and numbers that can be written as JSON.
    moving
        Whether the columns are the frames of an animation.
    """

    tiles: np.ndarray
    arrays: Mapping[str, np.ndarray]
    metadata: Metadata
    moving: bool = False

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of the files that they can become."""
        pictures = (".png", *([".gif"] if self.moving else [])) if self.tiles.ndim == 5 else ()
        return (*pictures, ".npz")

    def pixels(self) -> np.ndarray:
        """Return all of them as one picture, uint8 ``[rows H, columns W, C]``."""
        return mosaic(self.tiles)

    def frames(self) -> list[np.ndarray]:
        """Return one picture for each column, there and back, uint8 ``[rows H, W, C]`` each."""
        return there_and_back([mosaic(self.tiles[:, [column]]) for column in range(self.tiles.shape[1])])

    def save(self, path: Path, scale: int = 1, metadata: Metadata | None = None) -> None:
        """Write a picture, an animation or the arrays, by the ending of the path.

        Raises
        ------
        OutputError
            The path ends otherwise, or the file cannot be written.
        """
        ending = path.suffix.lower()
        if ending not in self.endings:
            raise OutputError(
                f"{path.name} does not end in {' or '.join(self.endings)}.", "Choose one of these endings."
            )
        everything = {**(metadata or {}), **self.metadata}
        if ending == ".png":
            save_picture(path, self.pixels(), scale, everything)
        elif ending == ".gif":
            save_gif(path, self.frames(), scale, everything)
        else:
            with atomic_write(path) as file:
                np.savez_compressed(file, **self.arrays, metadata=np.array(json.dumps(everything)))  # type: ignore[arg-type]


def of_traversals(shown: Traversals) -> Strips:
    """Return traversals, one dimension a row, as they are written."""
    request, use = shown.request, shown.use
    arrays = {
        "images": shown.images,
        "z": shown.z,
        "dimension": shown.dimensions + 1,
        "start": shown.start,
        "spread": use.spread,
        "active": use.active,
    }
    if use.kl is not None:
        arrays["kl"] = use.kl
    return Strips(
        shown.images,
        arrays,
        {
            "Software": "VAE Studio",
            "Dimensions, top first": (shown.dimensions + 1).tolist(),
            "Values of z": rounded(shown.values),
            "Start": rounded(shown.start),
            "Spacing": request.spacing,
        },
        moving=True,
    )


def of_interpolation(shown: Interpolation) -> Strips:
    """Return the strip from one example to another as it is written."""
    words = {"Software": "VAE Studio", "Path": shown.kind, "Latent path": rounded(shown.z)}
    return Strips(shown.images[np.newaxis], {"images": shown.images, "z": shown.z}, words, moving=True)


def of_reconstructions(shown: Reconstructions, pairs: int = 8) -> Strips:
    """Return examples, each with its reconstruction at its right, as they are written.

    Parameters
    ----------
    shown
        The examples.
    pairs
        Pairs in a row of the picture; the last row is filled up with black.
    """
    figure = "reconstruction_nats" if shown.unit == "nats" else "mean_squared_error"
    arrays = {
        "x": shown.x,
        "reconstruction": shown.reconstruction,
        figure: shown.figures,
        "index": shown.indices,
    }
    words = {
        "Software": "VAE Studio",
        "Split": shown.split,
        "Order": shown.order,
        "Chosen among": shown.measured,
        "Examples": shown.indices.tolist(),
        figure: rounded(shown.figures),
    }
    return Strips(in_pairs(shown.x, shown.reconstruction, pairs), arrays, words)


def in_pairs(first: np.ndarray, second: np.ndarray, pairs: int) -> np.ndarray:
    """Return pictures ``[N, *data_shape]`` beside others as tiles, ``[rows, 2 pairs, *data_shape]``."""
    pairs = max(1, min(pairs, len(first)))
    rows = -(-len(first) // pairs)
    tiles = np.zeros((rows * pairs, 2, *first.shape[1:]), np.float32)
    tiles[: len(first), 0], tiles[: len(first), 1] = first, second
    return tiles.reshape(rows, 2 * pairs, *first.shape[1:])


def rounded(values: np.ndarray) -> Sequence[object]:
    """Return numbers as nested lists with six decimals."""
    found: list[object] = np.round(np.asarray(values, np.float64), 6).tolist()
    return found
