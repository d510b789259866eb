"""Fixtures for all tests."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def mnist_folder() -> Path:
    """The folder with the complete MNIST: $VAE_STUDIO_DATA, or ../shared/data/mnist beside the repository."""
    candidates = [Path(__file__).parents[2] / "shared" / "data" / "mnist"]
    if own := os.environ.get("VAE_STUDIO_DATA"):
        candidates = [Path(own), Path(own) / "mnist", *candidates]
    for folder in candidates:
        if all(any(folder.glob(f"{part}-*-ubyte*")) for part in ("train-images", "t10k-images")):
            return folder
    pytest.skip("the complete MNIST is neither in $VAE_STUDIO_DATA nor in ../shared/data/mnist")
