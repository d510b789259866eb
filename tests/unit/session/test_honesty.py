"""A run says what it was made from, wherever it is opened, and figures that are no numbers end it."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image

from vae_studio.api import DataSpec, SpecError
from vae_studio.runs.checkpoints import best_checkpoint, load_latest
from vae_studio.runs.folder import RunFolder


def test_that_a_dataset_brings_its_own_data_spec_into_the_run(session):
    dataset = session.load_dataset(DataSpec(source="digits", size=(8, 8)))
    settings = {"encoder.units": "[4]", "decoder.units": "[4]"}
    run = session.train(dataset=dataset, encoder="dense", decoder="dense", epochs=1, settings=settings)
    assert run.spec.data.size == (8, 8)
    assert session.open(run.path).evaluate().test is not None


def test_that_a_dataset_read_by_other_settings_is_refused_naming_the_key(session, small_spec):
    dataset = session.load_dataset(DataSpec(source="digits", size=(8, 8)))
    spec = small_spec.replaced("data", source="digits", size=(9, 9))
    with pytest.raises(SpecError) as caught:
        session.begin(spec, dataset)
    assert caught.value.key == "data.size"


def test_that_a_relative_source_is_kept_as_a_path_that_works_from_everywhere(
    session, small_spec, tmp_path, monkeypatch
):
    np.save(tmp_path / "blobs.npy", np.random.default_rng(0).integers(0, 255, (40, 8, 8), np.uint8))
    monkeypatch.chdir(tmp_path)
    job = session.begin(small_spec.replaced("data", source="blobs.npy", size=None))
    assert job.run.spec.data.source == str(tmp_path / "blobs.npy")


def test_that_validation_figures_that_are_no_numbers_fail_the_run_and_leave_it_readable(
    session, small_spec, small_dataset, watch, monkeypatch
):
    job = session.begin(small_spec, small_dataset)
    measure = job.run.meter.measure

    def spoilt(*arguments):
        figures = measure(*arguments)
        figures.kl[0] = np.inf
        return figures

    monkeypatch.setattr(job.run.meter, "measure", spoilt)
    finished = watch.finished(watch.execute(job))
    assert finished.status == "failed"
    assert "the KL of the validation split" in finished.message
    opened = RunFolder.open(job.run.path)
    assert opened.manifest.status == "failed"
    assert opened.history() == []


def test_that_a_failing_live_picture_is_a_warning_and_training_goes_on(
    session, small_spec, small_dataset, watch
):
    from vae_studio.training.control import Control

    def fail():
        raise ValueError("no picture today")

    events = watch.execute(session.begin(small_spec, small_dataset), Control(live=fail))
    assert watch.finished(events).status == "completed"
    assert [event.message for event in watch.of_type(events, "warning")] == [
        "The live picture is off: no picture today"
    ]


def test_that_the_split_of_batches_is_kept_with_the_run(session, complete):
    state = load_latest(complete[0].path).state
    assert state["shards"] >= 1


def test_that_the_best_checkpoint_can_be_opened(session, complete):
    run = session.open(complete[0].path, best=True)
    best = best_checkpoint(complete[0].path)
    assert run.complete_epochs == int(best.stem.removeprefix("step-")) // 12


def test_that_a_plugin_of_another_version_is_a_warning_on_resume(
    session, small_dataset, complete, tmp_path, watch
):

    folder = tmp_path / "copy"
    shutil.copytree(complete[0].path, folder)
    manifest = json.loads((folder / "run.json").read_text())
    manifest["plugins"]["encoder"]["version"] = "0.0.1"
    (folder / "run.json").write_text(json.dumps(manifest))
    events = watch.execute(session.resume(folder, small_dataset))
    warnings = [event.message for event in watch.of_type(events, "warning")]
    assert any("vae-studio 0.0.1" in warning for warning in warnings)


def test_that_encoded_images_are_named_by_their_paths_and_come_once(complete, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        Image.fromarray(np.full((9, 9), 80, np.uint8)).save(tmp_path / folder / "00.png")
    encoded = complete[0].encode_files([tmp_path, tmp_path / "a" / "00.png"])
    assert encoded.names == (str(tmp_path / "a" / "00.png"), str(tmp_path / "b" / "00.png"))
