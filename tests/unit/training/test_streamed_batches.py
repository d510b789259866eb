"""Batches that are read from a file while the training goes on, beside the same ones in memory."""

import os
import threading

import numpy as np
import pytest
import tensorflow as tf

from vae_studio.api import DataError
from vae_studio.model.pixels import Pixels
from vae_studio.training import streamed_batches
from vae_studio.training.batch_source import BatchSource
from vae_studio.training.streamed_batches import StreamedBatches

BATCH = 16
OPTIONS = {"pixels": Pixels("dynamic"), "batch_size": BATCH, "seed": 3}


@pytest.fixture
def in_file(small_dataset, tmp_path):
    np.save(tmp_path / "examples.npy", small_dataset.examples)
    return np.load(tmp_path / "examples.npy", mmap_mode="r")


@pytest.fixture
def make_streamed(small_dataset, in_file, monkeypatch):
    """Return a function that makes streamed batches in chunks of so many steps, and closes them at the end."""
    made = []

    def make(steps=5, **options):
        monkeypatch.setattr(streamed_batches, "CHUNK_BYTES", steps * BATCH * in_file[0].nbytes)
        made.append(StreamedBatches(in_file, small_dataset.splits.train, **OPTIONS | options))
        return made[-1]

    yield make
    for batches in made:
        batches.close()


@pytest.fixture
def in_memory(small_dataset):
    return BatchSource(small_dataset.examples, small_dataset.splits.train, **OPTIONS)


def readers():
    return [thread for thread in threading.enumerate() if thread.name.startswith("vae-studio-reader")]


def calls(batches, steps, most):
    """Yield first step and length of the calls in which a loop would do so many steps."""
    step = 0
    while step < steps:
        left = batches.steps_per_epoch - step % batches.steps_per_epoch
        count = batches.steps_until(step, min(most, left))
        yield step, count
        step += count


@pytest.mark.parametrize(("chunk", "most"), [(5, 3), (1, 4), (1000, 7), (0, 2)])
def test_that_every_step_sees_what_it_would_see_in_memory(make_streamed, in_memory, chunk, most):
    streamed = make_streamed(chunk)
    assert streamed.steps_per_epoch == in_memory.steps_per_epoch
    for first, count in calls(streamed, 30, most):
        supply = streamed.supply(first, count)
        for step in range(first, first + count):
            number = tf.constant(step, tf.int64)
            np.testing.assert_array_equal(streamed(number, first, *supply), in_memory(number), strict=True)


def test_that_a_step_in_the_middle_of_a_later_epoch_needs_none_before_it(make_streamed, in_memory):
    streamed = make_streamed()
    for step in (31, 8, 9, 40):
        number = tf.constant(step, tf.int64)
        np.testing.assert_array_equal(
            streamed(number, step, *streamed.supply(step, 1)), in_memory(number), strict=True
        )


def test_that_calls_share_a_chunk_evenly_and_never_leave_it_or_the_epoch(make_streamed):
    streamed = make_streamed(5)
    assert streamed.steps_per_epoch == 12
    assert list(calls(streamed, 12, 12)) == [(0, 5), (5, 5), (10, 2)]
    assert list(calls(streamed, 12, 4)) == [(0, 3), (3, 2), (5, 3), (8, 2), (10, 2)]


def test_that_a_chunk_holds_no_more_than_its_size_or_one_step(make_streamed):
    for chunk, rows in ((5, 5 * BATCH), (0, BATCH)):
        streamed = make_streamed(chunk)
        assert streamed.supply(0, 1)[0].shape == (rows, 8, 8, 1)


def test_that_the_next_chunk_is_read_while_this_one_is_worked_on(make_streamed, monkeypatch):
    read = []
    read_rows = streamed_batches.read_rows
    monkeypatch.setattr(
        streamed_batches,
        "read_rows",
        lambda *arguments: read.append(threading.current_thread().name) or read_rows(*arguments),
    )
    streamed = make_streamed(5)
    streamed.supply(0, 5)
    streamed.close()  # waits for what has begun
    assert 1 <= len(read) <= 2
    assert all(name.startswith("vae-studio-reader") for name in read)


def test_that_the_reading_thread_ends_when_it_is_closed_and_begins_again_when_it_is_needed(make_streamed):
    streamed = make_streamed()
    streamed.close()
    first = streamed.supply(0, 1)[0].numpy()
    assert len(readers()) == 1
    streamed.close()
    assert not readers()
    np.testing.assert_array_equal(streamed.supply(0, 1)[0], first)


def test_that_what_goes_wrong_in_the_thread_is_raised_where_the_examples_are_asked_for(make_streamed, in_file):
    streamed = make_streamed(5)
    streamed.supply(0, 5)
    streamed.close()
    os.truncate(in_file.filename, 2000)
    with pytest.raises(DataError, match="shorter than it was"):
        streamed.supply(5, 5)


def test_that_an_empty_training_split_is_refused(in_file):
    with pytest.raises(DataError, match="training split is empty"):
        StreamedBatches(in_file, np.zeros(0, np.int64), **OPTIONS)


@pytest.mark.thorough
def test_that_fit_gives_the_same_from_a_file(fresh_model, make_streamed, in_memory):
    from vae_studio.training.keras_fit import KerasEngine

    results = []
    for batches in (in_memory, make_streamed(5)):
        engine = KerasEngine(fresh_model(), batches, optimiser="adam", seed=1)
        results.append(engine.run(0, [1.0] * 4, [0.01] * 4, np.zeros(engine.figure_count)))
        engine.close()
    np.testing.assert_array_equal(results[0].totals, results[1].totals)
