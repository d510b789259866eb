"""Folders of generated PNG files: as many as are wanted, quickly, and the same for the same seed."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

SIDE = 64
FILES_PER_FOLDER = 1_000
GRAIN = 8
"""Width in pixels of the coarsest structure; finer ones are drawn over it."""


def write_pictures(folder: Path, count: int, seed: int = 0) -> Path:
    """Write pictures of 64×64 pixels in three colours where there are none yet, and return the folder.

    They are smooth patches with a fine grain, so that a PNG of one takes some kilobytes, as of a photograph.
    Each thousand lies in a folder of its own; one that was written whole has its final name.

    Parameters
    ----------
    folder
        Where they are written.
    count
        How many.
    seed
        Each folder's pictures are a function of it and of the folder's number.
    """
    jobs = [
        (folder / f"{number:04}", min(FILES_PER_FOLDER, count - start), (seed, number))
        for number, start in enumerate(range(0, count, FILES_PER_FOLDER))
    ]
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as processes:
        list(processes.map(_write_folder, jobs))
    return folder


def _write_folder(job: tuple[Path, int, tuple[int, int]]) -> None:
    from PIL import Image

    folder, count, seed = job
    if folder.exists():
        return
    begun = folder.with_name(f"{folder.name}.begun")
    begun.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(_pictures(count, np.random.default_rng(seed))):
        Image.fromarray(picture).save(begun / f"{number:03}.png", compress_level=1)
    begun.rename(folder)


def _pictures(count: int, random: np.random.Generator) -> np.ndarray:
    """Return uint8 ``[count, SIDE, SIDE, 3]``."""
    coarse = random.integers(40, 216, (count, SIDE // GRAIN, SIDE // GRAIN, 3), np.uint8)
    pictures = coarse.repeat(GRAIN, axis=1).repeat(GRAIN, axis=2)
    grain = random.integers(0, 40, (1, SIDE, SIDE, 3), np.uint8)
    pictures += grain
    return pictures
