"""However a run fails, it says so once, and keeps what it had."""

import errno
from dataclasses import replace

import numpy as np
import pytest

from vae_studio.api import TrainingError
from vae_studio.data.dataset import Splits
from vae_studio.runs.checkpoints import load_latest
from vae_studio.runs.folder import RunFolder
from vae_studio.training.control import Control


@pytest.fixture
def job(session, small_spec, small_dataset):
    return session.begin(small_spec, small_dataset)


@pytest.fixture
def full_disk(monkeypatch):
    """Return a function that makes every write from now on fail for want of space."""
    from vae_studio.runs import files

    def refuse(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    return lambda: monkeypatch.setattr(files.os, "fsync", refuse)


def test_that_a_folder_that_cannot_be_made_is_a_failure_and_leaves_nothing(
    session, small_spec, small_dataset, watch, tmp_path
):
    (tmp_path / "taken").write_text("a file")
    job = session.begin(small_spec, small_dataset, folder=tmp_path / "taken" / "run")
    finished = watch.finished(watch.execute(job))
    assert (finished.status, finished.step) == ("failed", 0)
    assert "taken" in finished.message
    assert (tmp_path / "taken").read_text() == "a file"


def test_that_a_folder_that_cannot_be_completed_never_appears(
    session, small_spec, small_dataset, watch, tmp_path, full_disk
):
    job = session.begin(small_spec, small_dataset, folder=tmp_path / "run")
    full_disk()
    finished = watch.finished(watch.execute(job))
    assert finished.status == "failed"
    assert "disk is full" in finished.message
    assert not list(tmp_path.iterdir())


def test_that_a_disk_that_fills_up_ends_the_run_and_keeps_the_last_checkpoint(
    session, small_dataset, job, watch, complete, full_disk, monkeypatch
):
    finished = watch.finished(watch.execute(job, None, lambda event: event.type == "epoch" and full_disk()))
    assert finished.status == "failed"
    assert "disk is full" in finished.message
    assert load_latest(job.run.path).step == 12
    monkeypatch.undo()
    resumed = session.resume(job.run.path, small_dataset)
    assert watch.finished(watch.execute(resumed)).status == "completed"
    watch.assert_same_run(resumed.run, complete[0])


def test_that_a_listener_that_raises_ends_the_run_and_still_hears_of_it(job, watch):
    def refuse(event):
        if event.type == "epoch":
            raise LookupError("nobody listens")

    finished = watch.finished(watch.execute(job, None, refuse))
    assert finished.status == "failed"
    assert finished.message.startswith("LookupError: nobody listens\nTraceback")
    manifest = RunFolder.open(job.run.path).manifest
    assert (manifest.status, manifest.message) == ("failed", "LookupError: nobody listens")
    assert manifest.complete_epochs == 1


def test_that_a_listener_that_always_raises_is_told_the_end_before_its_error_comes_back(job):
    heard = []

    def refuse(event):
        heard.append(event)
        raise LookupError("nobody listens")

    with pytest.raises(LookupError):
        job.execute(refuse)
    assert [event.type for event in heard].count("finished") == 1
    assert heard[-1].type == "finished"


def test_that_an_interrupt_from_the_keyboard_is_the_end_and_goes_on(job):
    heard = []

    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        job.execute(heard.append, Control(drain=interrupt))
    assert [event.type for event in heard].count("finished") == 1
    assert (heard[-1].status, heard[-1].message) == ("failed", "The training was interrupted.")


def test_that_numbers_that_are_not_finite_end_the_run_naming_the_term_and_the_step(
    session, small_spec, small_dataset, watch
):
    settings = {
        "decoder.likelihood": "normal",
        "decoder.scale": "0.001",
        "training.optimiser": "sgd",
        "training.learning_rate": "10",
    }
    job = session.begin(session.spec_from(small_spec, settings=settings), small_dataset)
    events = watch.execute(job)
    finished = watch.finished(events)
    assert finished.status == "failed"
    assert f"In step {finished.step + 1} (epoch 1) the reconstruction" in finished.message
    assert "became NaN or infinite" in finished.message
    assert "training.learning_rate" in finished.message
    assert RunFolder.open(job.run.path).manifest.status == "failed"
    assert all(np.all(np.isfinite(weight)) for weight in job.run.model.named_weights().values())
    with pytest.raises(TrainingError, match="became NaN or infinite"):
        session.train(small_spec, dataset=small_dataset, settings=settings)


def test_that_a_weight_that_goes_bad_in_a_later_epoch_leaves_the_last_good_checkpoint(job, watch):
    def spoil(event):
        if event.type == "epoch":
            bias = job.run.model.named_weights()["decoder/003"]
            bias.assign(bias * np.nan)

    finished = watch.finished(watch.execute(job, None, spoil))
    assert finished.status == "failed"
    assert finished.message.startswith("In step 13 (epoch 2) the reconstruction became NaN")
    assert finished.complete_epochs == 1
    checkpoint = load_latest(job.run.path)
    assert checkpoint.step == 12
    assert all(np.all(np.isfinite(array)) for array in checkpoint.arrays.values())


def test_that_a_run_whose_loop_cannot_begin_is_marked_failed(session, small_spec, small_dataset, watch):
    nothing, everything = np.zeros(0, np.int64), np.arange(len(small_dataset))
    job = session.begin(small_spec, replace(small_dataset, splits=Splits(nothing, everything, nothing)))
    finished = watch.finished(watch.execute(job))
    assert "training split is empty" in finished.message
    assert RunFolder.open(job.run.path).manifest.status == "failed"
