"""Fixtures for the tests of the core: small models, and a small dataset on disk."""

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from vae_studio.api import RunSpec
from vae_studio.data.dataset import Dataset
from vae_studio.registry.registry import Registry
from vae_studio.session import Session
from vae_studio.training.importing import import_tensorflow


@pytest.fixture(scope="session", autouse=True)
def tensorflow_set_up() -> None:
    """Set TensorFlow up as the studio does, before a test uses it, where any test module imported it."""
    if "tensorflow" in sys.modules:
        import_tensorflow()


SMALL_NETWORKS = {"encoder.units": "[12]", "decoder.units": "[12]"}


@pytest.fixture(scope="session")
def build_model(session) -> Callable:
    """Return a function that builds the model of a spec: ``build_model(shape, encoder="dense", …)``."""
    import_tensorflow()
    from vae_studio.session.assembly import assemble

    def build(data_shape=(28, 28, 1), **choices):
        return assemble(session.registry, session.spec_from(**choices), data_shape)

    return build


@pytest.fixture(scope="session")
def small_model(build_model):
    """A dense model of 8×8×1 images with two latent dimensions, at its initial weights; to be read only."""
    return build_model((8, 8, 1), encoder="dense", decoder="dense", settings=SMALL_NETWORKS)


@pytest.fixture(scope="session")
def small_file(tmp_path_factory, session) -> Path:
    """An array file with 240 real digits of 8×8 px, uint8 ``[240, 8, 8, 1]``."""
    path = tmp_path_factory.mktemp("data") / "small.npy"
    eight = session.load_dataset(RunSpec().data.model_copy(update={"size": (8, 8)}))
    np.save(path, eight.examples[:240])
    return path


@pytest.fixture(scope="session")
def small_spec(session, small_file) -> RunSpec:
    """Three epochs of twelve steps with a dense model on the small file."""
    settings = SMALL_NETWORKS | {"training.batch_size": "16", "training.shards": "1"}
    return session.spec_from(
        dataset=str(small_file), encoder="dense", decoder="dense", epochs=3, settings=settings
    )


@pytest.fixture(scope="session")
def small_dataset(session, small_spec) -> Dataset:
    """The dataset of the small spec: 194 examples for training, 22 for validation, 24 for the test."""
    return session.load_dataset(small_spec.data)


@pytest.fixture
def stranger(tmp_path, workspace, monkeypatch):
    """Return a function that installs a plugin with a given builder, and gives a session that knows it."""
    site = tmp_path / "site"
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def install(kind, builder, **spec):
        package = site / "acme_parts"
        package.mkdir(parents=True)
        words = ", ".join(f"{key}={value}" for key, value in spec.items())
        (package / "__init__.py").write_text(
            "from vae_studio.api import *\n"
            f"PLUGIN = PluginSpec(kind=Kind.{kind}, name='acme', label='Acme', summary='Acme.', {words}"
            f"{', ' if words else ''}build='acme_parts.build:build', api_version=API_VERSION)\n"
        )
        (package / "build.py").write_text(textwrap.dedent(builder))
        info = site / "acme_parts-2.1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-parts\nVersion: 2.1\n")
        group = {"PRIOR": "priors", "KL_STRATEGY": "kl_strategies", "ENCODER": "encoders"}[kind]
        (info / "entry_points.txt").write_text(f"[vae_studio.{group}]\nacme = acme_parts:PLUGIN\n")
        return Session(Registry(path=[str(site)]), workspace)

    yield install
    for module in [name for name in sys.modules if name.startswith("acme_parts")]:
        del sys.modules[module]
