"""Which examples a step sees, and what it makes of them."""

import numpy as np
import pytest
import tensorflow as tf

from vae_studio.api import DataError
from vae_studio.model.pixels import Pixels


@pytest.fixture(scope="module")
def numbered(build_model, make_engine):
    """An engine over examples that say which one they are: 103 rows, of which 100 are trained on."""
    settings = {"encoder.units": "[2]", "decoder.units": "[2]", "decoder.likelihood": "normal"}
    vae = build_model((1,), encoder="dense", decoder="dense", settings=settings)
    rows = np.arange(103, dtype=np.float32)[:, None]
    return make_engine(vae, rows, np.arange(3, 103), batch_size=16, pixels=Pixels())


def epoch_of(engine, epoch):
    steps = range(epoch * engine.steps_per_epoch, (epoch + 1) * engine.steps_per_epoch)
    return [engine.batch(tf.constant(step, tf.int64))[0].numpy().ravel().astype(int) for step in steps]


def test_that_an_epoch_is_as_many_whole_batches_as_there_are(numbered):
    assert numbered.steps_per_epoch == 6
    assert [len(batch) for batch in epoch_of(numbered, 0)] == [16] * 6


def test_that_no_example_is_seen_twice_in_an_epoch_and_only_training_examples_are(numbered):
    for epoch in range(5):
        seen = np.concatenate(epoch_of(numbered, epoch))
        assert len(set(seen)) == 96
        assert set(seen) <= set(range(3, 103))


def test_that_batches_differ_between_epochs(numbered):
    orders = [tuple(np.concatenate(epoch_of(numbered, epoch))) for epoch in range(10)]
    assert len(set(orders)) == 10
    waiting = [frozenset(range(3, 103)) - frozenset(order) for order in orders]
    assert len(set(waiting)) > 5  # what does not fill a batch is not always the same


def test_that_every_example_has_its_turn_first(numbered):
    starts = [tf.constant(epoch * numbered.steps_per_epoch, tf.int64) for epoch in range(300)]
    first = {float(numbered.batch(step)[0][0, 0]) for step in starts}
    assert len(first) > 85  # 100 (1 − 1/e³) = 95 are expected of 300 fair draws


def test_that_dynamic_pixels_are_drawn_anew_each_epoch(small_model, make_engine, small_dataset):
    indices = small_dataset.splits.train[:16]
    engine = make_engine(small_model, indices=indices, batch_size=16)
    mean = small_dataset.examples[indices].mean(axis=0) / 255
    batches = [engine.batch(tf.constant(epoch, tf.int64))[0].numpy() for epoch in range(200)]
    sums = {batch.sum() for batch in batches}
    assert set(np.unique(batches)) == {0.0, 1.0}
    assert len(sums) > 10
    np.testing.assert_allclose(np.mean(batches, axis=(0, 1)), mean, atol=0.05)


def test_that_a_batch_is_never_larger_than_the_training_split(small_model, make_engine, small_dataset):
    engine = make_engine(small_model, indices=small_dataset.splits.train[:10], batch_size=128, shards=16)
    assert (engine.batch_size, engine.steps_per_epoch, engine.shards) == (10, 1, 10)


def test_that_an_empty_training_split_is_refused(small_model, make_engine):
    with pytest.raises(DataError, match="training split is empty"):
        make_engine(small_model, indices=np.zeros(0, np.int64))
