"""The examples that all contestants train on: binary images of 28×28 pixels, 60,000 of them.

They are the complete MNIST where it is at hand, drawn to 0 or 1 once with the grey value as
probability; otherwise tilted rings of random size and place. Either way they are the same for the
same seed. As they are binary already, the studio's binarisation, which stays switched on and costs it
its usual time, changes nothing: every contestant sees the same x.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vae_studio.data.idx import read_idx
from vae_studio.data.idx_folder import find_idx_files
from vae_studio.data.progress import Reporter

TRAIN = 60_000
HELD_OUT = 2_000
SIDE = 28
CHUNK = 4_000


@dataclass(frozen=True)
class Examples:
    """What is trained on, and what is measured on afterwards.

    Attributes
    ----------
    source
        ``MNIST`` or ``synthetic rings``.
    train, held_out
        uint8 ``[60000, 28, 28, 1]`` and ``[2000, 28, 28, 1]``, 0 or 255.
    """

    source: str
    train: np.ndarray
    held_out: np.ndarray


def load_examples(seed: int = 0) -> Examples:
    """Return MNIST from ``$VAE_STUDIO_DATA`` or ``../shared/data/mnist``, or else synthetic examples."""
    random = np.random.default_rng(seed)
    for folder in _candidates():
        files = find_idx_files(folder) if folder.is_dir() else None
        if files is not None and files.complete:
            train = read_idx(files.train_images, Reporter())
            held_out = read_idx(files.test_images, Reporter())[:HELD_OUT]
            return Examples("MNIST", _drawn(train, random), _drawn(held_out, random))
    rings = _rings(TRAIN + HELD_OUT, random)
    return Examples("synthetic rings", rings[:TRAIN], rings[TRAIN:])


def _candidates() -> list[Path]:
    own = os.environ.get("VAE_STUDIO_DATA")
    folders = [Path(own), Path(own) / "mnist"] if own else []
    return [*folders, Path(__file__).parents[3] / "shared" / "data" / "mnist"]


def _drawn(grey: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return each pixel as 0 or 255, the latter with probability grey / 255."""
    binary = random.random(grey.shape, dtype=np.float32) < grey / np.float32(255)
    return (binary * np.uint8(255))[..., np.newaxis]


def _rings(count: int, random: np.random.Generator) -> np.ndarray:
    chunks = [_ring_chunk(min(CHUNK, count - start), random) for start in range(0, count, CHUNK)]
    return np.concatenate(chunks)


def _ring_chunk(count: int, random: np.random.Generator) -> np.ndarray:
    def drawn(low: float, high: float) -> np.ndarray:
        return random.uniform(low, high, (count, 1, 1)).astype(np.float32)

    rows, columns = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    down, right = rows - drawn(10, 17), columns - drawn(10, 17)
    angle, squeeze, radius, thickness = drawn(0, np.pi), drawn(1, 2.5), drawn(5, 9), drawn(1, 2)
    along = down * np.cos(angle) + right * np.sin(angle)
    across = right * np.cos(angle) - down * np.sin(angle)
    distance = np.sqrt(along**2 + (squeeze * across) ** 2)
    return ((np.abs(distance - radius) < thickness) * np.uint8(255))[..., np.newaxis]
