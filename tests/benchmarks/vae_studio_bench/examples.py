"""The images that are trained on: binary ones of the size of MNIST, coloured ones of 64×64 pixels."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

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
        ``MNIST``, or that they are synthetic.
    train, held_out
        uint8 ``[N, H, W, C]``, 0 or 255.
    """

    source: str
    train: np.ndarray
    held_out: np.ndarray


def mnist_sized(seed: int = 0, train: int = TRAIN) -> Examples:
    """Return binary images of 28×28 pixels, the same for the same seed.

    They are MNIST from ``$VAE_STUDIO_DATA`` or ``../shared/data/mnist`` where it is at hand, drawn to 0 or 1
    once with the grey value as probability; otherwise tilted rings of random size and place. As they are
    binary already, the studio's binarisation, which stays switched on and costs it its usual time, changes
    nothing: every contestant sees the same x.
    """
    from vae_studio.data.idx import read_idx
    from vae_studio.data.idx_folder import find_idx_files
    from vae_studio.data.progress import Reporter

    random = np.random.default_rng(seed)
    for folder in _candidates():
        files = find_idx_files(folder) if folder.is_dir() else None
        if files is not None and files.complete:
            whole = read_idx(files.train_images, Reporter())[:train]
            held_out = read_idx(files.test_images, Reporter())[:HELD_OUT]
            return Examples("MNIST", _drawn(whole, random), _drawn(held_out, random))
    rings = _rings(train + HELD_OUT, SIDE, random)
    return Examples("synthetic rings", rings[:train], rings[train:])


def _candidates() -> list[Path]:
    own = os.environ.get("VAE_STUDIO_DATA")
    folders = [Path(own), Path(own) / "mnist"] if own else []
    return [*folders, Path(__file__).parents[4] / "shared" / "data" / "mnist"]


def coloured(seed: int = 0, train: int = 6_400, side: int = 64) -> Examples:
    """Return binary images ``[side, side, 3]``, each channel a tilted ring of its own; the same for one seed.

    Their number is small enough for everyone to hold them as float32.
    """
    random = np.random.default_rng(seed)
    channels = [_rings(train + HELD_OUT // 4, side, random) for _ in range(3)]
    images = np.concatenate(channels, axis=-1)
    return Examples("synthetic coloured rings", images[:train], images[train:])


def _drawn(grey: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return each pixel as 0 or 255, the latter with probability grey / 255."""
    binary = random.random(grey.shape, dtype=np.float32) < grey / np.float32(255)
    return (binary * np.uint8(255))[..., np.newaxis]


def _rings(count: int, side: int, random: np.random.Generator) -> np.ndarray:
    """Return uint8 ``[count, side, side, 1]``, 0 or 255."""
    chunks = [_ring_chunk(min(CHUNK, count - start), side, random) for start in range(0, count, CHUNK)]
    return np.concatenate(chunks)


def _ring_chunk(count: int, side: int, random: np.random.Generator) -> np.ndarray:
    def drawn(low: float, high: float) -> np.ndarray:
        return random.uniform(low, high, (count, 1, 1)).astype(np.float32)

    scale = side / SIDE
    rows, columns = np.mgrid[:side, :side].astype(np.float32) / np.float32(scale)
    down, right = rows - drawn(10, 17), columns - drawn(10, 17)
    angle, squeeze, radius, thickness = drawn(0, np.pi), drawn(1, 2.5), drawn(5, 9), drawn(1, 2)
    along = down * np.cos(angle) + right * np.sin(angle)
    across = right * np.cos(angle) - down * np.sin(angle)
    distance = np.sqrt(along**2 + (squeeze * across) ** 2)
    return ((np.abs(distance - radius) < thickness) * np.uint8(255))[..., np.newaxis]
