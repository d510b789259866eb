"""Engines over the small dataset."""

import pytest

from vae_studio.model.pixels import Pixels


@pytest.fixture(scope="session")
def make_engine(small_dataset):
    """Return a function that makes an engine of a model, over the small dataset's training examples."""
    from vae_studio.training.batch_source import BatchSource
    from vae_studio.training.engine import Engine

    def make(vae, examples=small_dataset.examples, indices=small_dataset.splits.train, **options):
        options = {"optimiser": "adam", "batch_size": 16, "seed": 1, "shards": 2, **options}
        batches = BatchSource(
            examples,
            indices,
            pixels=options.pop("pixels", Pixels("dynamic")),
            batch_size=options.pop("batch_size"),
            seed=options["seed"],
        )
        return options.pop("kind", Engine)(vae, batches, **options)

    return make


@pytest.fixture
def fresh_model(build_model):
    """Return a function that builds a small model whose weights may be changed."""

    def build(**settings):
        networks = {"encoder.units": "[6]", "decoder.units": "[6]"}
        return build_model((8, 8, 1), encoder="dense", decoder="dense", settings=networks | settings)

    return build
