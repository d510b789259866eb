"""Helpers that write the files that the tests of data/ read."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vae_studio.data.progress import Reporter

TYPE_CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def idx_bytes(array) -> bytes:
    code = TYPE_CODES[array.dtype.str[1:]]
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, code, array.ndim, *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


@pytest.fixture
def reporter() -> Reporter:
    return Reporter()


@pytest.fixture
def store(tmp_path, monkeypatch) -> Path:
    """Where the datasets of a cache of its own lie; not there yet."""
    folder = tmp_path / "own cache"
    monkeypatch.setenv("VAE_STUDIO_CACHE", str(folder))
    return folder / "datasets"


@pytest.fixture
def write_idx():
    """Write an array as an IDX file, compressed where the name ends in .gz."""

    def write(path: Path, array) -> Path:
        content = idx_bytes(np.asarray(array))
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
        return path

    return write


@pytest.fixture
def small_mnist(tmp_path, write_idx):
    """A folder with MNIST's four files, 20 training and 5 test images of 12×10 px."""
    folder = tmp_path / "small"
    folder.mkdir()
    random = np.random.default_rng(0)
    for part, count in (("train", 20), ("t10k", 5)):
        images = random.integers(0, 256, (count, 12, 10), np.uint8)
        write_idx(folder / f"{part}-images-idx3-ubyte.gz", images)
        write_idx(folder / f"{part}-labels-idx1-ubyte.gz", (np.arange(count) % 10).astype(np.uint8))
    return folder


@pytest.fixture
def save_image():
    """Save an array (or a colour, as a flat 12×10 image) as an image file, making folders on the way."""

    def save(path: Path, content, **options) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        image = (
            Image.fromarray(content) if isinstance(content, np.ndarray) else Image.new("RGB", (10, 12), content)
        )
        image.save(path, **options)
        return path

    return save
