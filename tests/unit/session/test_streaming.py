"""A run whose examples lie in a file is the run that it would be if they were in memory."""

import os
import threading
from dataclasses import replace

import numpy as np
import pytest

from vae_studio.session.latent_points import latent_points
from vae_studio.training.control import Control


class Untouched(np.memmap):
    """A map through which nothing is read: that would make what lies around it resident, too."""

    def __getitem__(self, index):
        if isinstance(index, slice):  # a part of the map, of which nothing is read yet
            return super().__getitem__(index)
        raise AssertionError(f"[{index}] was read through the map")


@pytest.fixture
def streamed_dataset(small_dataset, tmp_path, monkeypatch):
    """The small dataset in a mapped file, of which chunks of five of its twelve steps are read."""
    from vae_studio.training import streamed_batches

    np.save(tmp_path / "examples.npy", small_dataset.examples)
    examples = np.load(tmp_path / "examples.npy", mmap_mode="r")
    monkeypatch.setattr(streamed_batches, "CHUNK_BYTES", 5 * 16 * examples[0].nbytes)
    return replace(small_dataset, examples=examples.view(Untouched))


def readers():
    return [thread for thread in threading.enumerate() if thread.name.startswith("vae-studio-reader")]


def test_that_a_streamed_run_stopped_within_a_chunk_and_resumed_equals_one_in_memory(
    session, small_spec, streamed_dataset, watch, complete, short_calls
):
    control, reading = Control(), []

    def stop(event):
        if event.type == "step" and event.step == 8:
            reading.extend(readers())
            control.stop()

    job = session.begin(small_spec, streamed_dataset)
    assert watch.finished(watch.execute(job, control, stop)).step == 8
    assert len(reading) == 1
    assert not readers()
    resumed = session.resume(job.run.path, streamed_dataset)
    assert watch.finished(watch.execute(resumed)).status == "completed"
    assert not readers()
    watch.assert_same_run(complete[0], resumed.run)


def test_that_what_is_looked_at_after_training_is_read_row_by_row_and_is_the_same(
    complete, streamed_dataset, monkeypatch
):
    run = complete[0]

    def looked_at():
        sample = run.sample(3, 0)
        return (
            run.evaluate().validation.figures,
            run.likelihood(count=3, samples=2).per_example,
            latent_points(run, "validation").loc.tolist(),
            run.nearest_training_examples(sample).indices.tolist(),
            run.reconstructions(count=4, order="worst").x.tolist(),
            run.example(5).tolist(),
        )

    expected = looked_at()
    monkeypatch.setattr(run, "_dataset", streamed_dataset)
    assert looked_at() == expected


def test_that_a_file_that_cannot_be_read_any_more_fails_the_run_in_words(
    session, small_spec, streamed_dataset, watch, short_calls
):
    job = session.begin(small_spec, streamed_dataset)

    def damage(event):
        if event.type == "step" and event.step == 1:
            os.truncate(streamed_dataset.examples.filename, 2000)

    finished = watch.finished(watch.execute(job, None, damage))
    assert finished.status == "failed"
    assert "examples.npy cannot be read any more: it is shorter than it was" in finished.message
    assert "Traceback" not in finished.message
    assert not readers()
