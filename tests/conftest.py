"""Fixtures for all tests."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from vae_studio.api import DataSpec, RunSpec
from vae_studio.data.dataset import Dataset
from vae_studio.runs import DatasetSource, Manifest, RunFolder
from vae_studio.session import Run, Session

# Windows are drawn in memory; the end-to-end tests start programs of their own on a virtual screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine takes what time it takes: an example that is slow is no failure.
settings.register_profile("studio", deadline=None)
settings.load_profile("studio")


def pytest_collection_finish() -> None:
    """Have the collector pass over what was imported and stays, and come less often to the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def workspace(tmp_path_factory) -> Iterator[Path]:
    """The folder in which runs are made, so that no test writes among the user's documents."""
    folder = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAE_STUDIO_RUNS", str(folder))
        patch.setenv("VAE_STUDIO_CONFIG", str(tmp_path_factory.mktemp("config")))
        patch.setenv("VAE_STUDIO_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield folder


@pytest.fixture(scope="session")
def session(workspace) -> Session:
    """A session with every installed plugin; tests that break plugins make their own."""
    return Session(workspace=workspace)


@pytest.fixture(scope="session")
def digits(session) -> Dataset:
    """The embedded digits as a new user gets them: 1,797 images of 28×28×1."""
    return session.load_dataset(DataSpec(source="digits"))


@pytest.fixture(scope="session")
def tiny_run(session, digits) -> Run:
    """The reference model, trained on the digits for two epochs with seed 1; to be read, not changed."""
    return session.train(dataset=digits, epochs=2, seed=1, settings={"training.shards": "2"})


@pytest.fixture(scope="session")
def tiny_autoencoder(session, digits) -> Run:
    """A small standard autoencoder on the digits, trained for one epoch; to be read, not changed."""
    settings = {
        "data.binarise": "none",
        "encoder.units": "[32]",
        "encoder.posterior": "deterministic",
        "encoder.code_activation": "sigmoid",
        "decoder.units": "[32]",
        "decoder.likelihood": "mean_squared_error",
        "decoder.output": "sigmoid",
        "training.shards": "1",
    }
    spec = session.spec_from(
        dataset="digits", encoder="dense", decoder="dense", kl="none", epochs=1, seed=1, settings=settings
    )
    job = session.begin(spec, digits)
    assert job.execute(lambda _: None).status == "completed"
    return job.run


@pytest.fixture
def make_saved_run(tmp_path) -> Callable[..., RunFolder]:
    """Makes run folders in ``tmp_path / "workspace"`` without training: settings and figures, no weights."""

    def make(
        name: str,
        spec: RunSpec | None = None,
        reconstruction: float | None = 90.0,
        kl: float = 5.0,
        fingerprint: str = "same",
        epochs: int = 2,
        **manifest,
    ) -> RunFolder:
        spec = (spec or RunSpec()).replaced("training", epochs=max(3, epochs))
        dataset = DatasetSource(name="digits", source="digits", data_shape=(28, 28, 1), fingerprint=fingerprint)
        figures = {"negative_elbo": None, "reconstruction": reconstruction or 0.0, "kl": kl}
        if reconstruction is not None:
            figures["negative_elbo"] = reconstruction + kl
            manifest.setdefault("final", {"test": figures})
        values = {"status": "completed", "complete_epochs": epochs, "dataset": dataset, **manifest}
        run = RunFolder.create(tmp_path / "workspace" / name, Manifest(name=name, **values), spec)
        for epoch in range(1, epochs + 1):
            record = {"epoch": epoch, "train": figures, "validation": figures, "active_units": 2}
            run.append_epoch(record)
        return run

    return make


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


def pytest_addoption(parser, pluginmanager):
    """Let the settings of pytest-qt stand in pyproject.toml where it is switched off."""
    if not pluginmanager.hasplugin("pytest-qt"):
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "setting of pytest-qt, which is switched off")
