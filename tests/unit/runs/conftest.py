"""Specs and run folders."""

import pytest

from vae_studio.api import RunSpec
from vae_studio.runs import DatasetSource, Manifest, RunFolder


@pytest.fixture
def spec():
    return RunSpec().replaced("encoder", plugin="dense", latent_size=3, params={"units": (64, 32)})


@pytest.fixture
def manifest():
    dataset = DatasetSource(
        name="digits", source="digits", data_shape=(28, 28, 1), counts={"train": 1437}, class_names=("0", "1")
    )
    plugins = {"prior": {"distribution": "acme-prior", "version": "1.0", "name": "laplace"}}
    return Manifest(name="digits", dataset=dataset, plugins=plugins, parameters=22_133)


@pytest.fixture
def run(tmp_path, manifest, spec):
    return RunFolder.create(tmp_path / "digits-001", manifest, spec)


@pytest.fixture
def failing_write(monkeypatch):
    """Return a function that makes every write to disk from now on fail with an error number."""
    from vae_studio.runs import files

    def fail(number):
        def refuse(descriptor):
            raise OSError(number, "refused")

        monkeypatch.setattr(files.os, "fsync", refuse)

    return fail
