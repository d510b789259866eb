"""A run that was stopped or killed, and went on, equals one that never stopped, bit for bit."""

import json
import shutil

import numpy as np
import pytest

from vae_studio.api import RunError, SpecError
from vae_studio.runs.checkpoints import list_checkpoints, load_checkpoint, save_checkpoint
from vae_studio.runs.folder import RunFolder
from vae_studio.training.control import Control


@pytest.fixture
def killed(complete, tmp_path):
    """A copy of the undisturbed run as if it had been killed after so many steps were saved."""

    def copy(saved_steps, metrics):
        folder = tmp_path / "killed"
        shutil.copytree(complete[0].path, folder)
        for path in list_checkpoints(folder):
            if int(path.stem[5:]) > saved_steps:
                path.unlink()
        lines = (folder / "metrics.jsonl").read_text().splitlines(keepends=True)
        (folder / "metrics.jsonl").write_text("".join(lines[:metrics]))
        manifest = json.loads((folder / "run.json").read_text())
        manifest |= {
            "status": "training",
            "step": saved_steps,
            "complete_epochs": saved_steps // 12,
            "final": None,
        }
        (folder / "run.json").write_text(json.dumps(manifest))
        return folder

    return copy


@pytest.mark.parametrize("stop_at", [17, pytest.param(24, marks=pytest.mark.thorough)])
def test_that_a_run_stopped_in_or_after_an_epoch_goes_on_as_if_it_had_not(
    session, small_spec, small_dataset, watch, complete, short_calls, stop_at
):
    control = Control()
    job = session.begin(small_spec, small_dataset)

    def stop(event):
        if event.type == "step" and event.step == stop_at:
            control.stop()

    finished = watch.finished(watch.execute(job, control, stop))
    assert (finished.status, finished.step) == ("stopped", stop_at)
    assert finished.complete_epochs == stop_at // 12
    assert job.run.folder.manifest.status == "stopped"
    assert list_checkpoints(job.run.path)[-1].stem == f"step-{stop_at:08d}"

    resumed = session.resume(job.run.path)
    events = watch.execute(resumed)
    assert watch.of_type(events, "started")[0].step == stop_at
    assert watch.finished(events).status == "completed"
    watch.assert_same_run(resumed.run, complete[0])


@pytest.mark.parametrize("metrics", [pytest.param(1, marks=pytest.mark.thorough), 2])
def test_that_a_killed_run_goes_on_from_its_last_checkpoint(session, watch, complete, killed, metrics):
    folder = killed(saved_steps=12, metrics=metrics)
    resumed = session.resume(folder)
    assert watch.finished(watch.execute(resumed)).status == "completed"
    watch.assert_same_run(resumed.run, complete[0])


def test_that_a_run_killed_before_its_first_checkpoint_begins_again(session, watch, complete, killed):
    resumed = session.resume(killed(saved_steps=0, metrics=1))
    watch.execute(resumed)
    watch.assert_same_run(resumed.run, complete[0])


def test_that_a_damaged_checkpoint_is_told_and_the_one_before_it_used(session, watch, complete, killed):
    folder = killed(saved_steps=24, metrics=2)
    newest = list_checkpoints(folder)[-1]
    newest.write_bytes(newest.read_bytes()[:1000])
    resumed = session.resume(folder)
    events = watch.execute(resumed)
    assert newest.name in watch.of_type(events, "warning")[0].message
    assert watch.of_type(events, "started")[0].step == 12
    watch.assert_same_run(resumed.run, complete[0])


def test_that_more_epochs_go_on_as_if_they_had_been_asked_for_at_once(
    session, small_spec, small_dataset, watch, complete
):
    job = session.begin(small_spec.replaced("training", epochs=2), small_dataset)
    watch.execute(job)
    resumed = session.resume(job.run.path, small_dataset, epochs=3)
    watch.execute(resumed)
    watch.assert_same_run(resumed.run, complete[0])
    assert RunFolder.open(job.run.path).spec.training.epochs == 3


def test_that_fewer_epochs_than_are_done_are_refused(session, small_dataset, complete):
    with pytest.raises(SpecError, match="has 3 complete epochs") as caught:
        session.resume(complete[0].path, small_dataset, epochs=2)
    assert caught.value.key == "training.epochs"
    assert complete[0].folder.spec.training.epochs == 3


def test_that_a_complete_run_ends_at_once_with_the_same_figures(
    session, small_dataset, watch, complete, killed
):
    folder = killed(saved_steps=36, metrics=3)
    resumed = session.resume(folder, small_dataset)
    events = watch.execute(resumed)
    assert not watch.of_type(events, "step", "epoch")
    finished = watch.finished(events)
    assert finished.train == watch.finished(complete[1]).train
    watch.assert_same_run(resumed.run, complete[0])


def test_that_a_stop_before_an_epoch_is_complete_keeps_the_figures_of_the_last_one(
    session, small_dataset, watch, killed, complete, short_calls
):
    control = Control()
    resumed = session.resume(killed(saved_steps=24, metrics=2), small_dataset)
    events = watch.execute(resumed, control, lambda event: event.type == "step" and control.stop())
    finished = watch.finished(events)
    assert (finished.status, finished.step) == ("stopped", 25)
    assert finished.train.model_dump(mode="json") == complete[0].history[1]["train"]


def test_that_a_run_on_data_that_changed_since_is_refused(
    session, small_spec, small_dataset, tmp_path, small_file
):
    path = tmp_path / "data.npy"
    shutil.copy(small_file, path)
    run = session.train(small_spec.replaced("data", source=str(path)), epochs=1)
    examples = np.load(path)
    examples[0, 0, 0, 0] ^= 1
    np.save(path, examples)
    with pytest.raises(RunError, match=r"data\.npy is not what it was"):
        session.resume(run.path)
    with pytest.raises(RunError, match=r"data\.npy is not what it was"):
        session.open(run.path).evaluate()


def test_that_a_run_is_trained_by_one_job_at_a_time(session, small_dataset, watch, killed):
    folder = killed(saved_steps=12, metrics=1)
    resumed = session.resume(folder, small_dataset)
    with RunFolder.open(folder).training():
        finished = watch.finished(watch.execute(resumed))
    assert finished.status == "failed"
    assert "is being trained by another process" in finished.message
    assert RunFolder.open(folder).manifest.status == "training"


def test_that_a_checkpoint_of_another_model_is_refused(session, small_dataset, complete, killed):
    folder = killed(saved_steps=36, metrics=3)
    RunFolder.open(folder).update_manifest(status="completed")
    spec = (folder / "spec.toml").read_text()
    (folder / "spec.toml").write_text(spec.replace("latent_size = 2", "latent_size = 3"))
    with pytest.raises(RunError, match=r"encoder/002 has the shape \(12, 6\)"):
        session.resume(folder, small_dataset)
    assert RunFolder.open(folder).manifest.status == "completed"


def test_that_only_a_folder_with_a_checkpoint_can_be_resumed(session, complete, tmp_path):
    assert session.can_resume(complete[0].path)
    assert not session.can_resume(tmp_path)


def test_that_a_run_about_to_go_on_has_the_weights_of_its_checkpoint(session, small_dataset, complete):
    saved = session.open(complete[0].path).model.named_weights()
    resumed = session.resume(complete[0].path, small_dataset).run.model.named_weights()
    for name, weight in saved.items():
        np.testing.assert_array_equal(resumed[name].numpy(), weight.numpy())


@pytest.mark.thorough
def test_that_a_run_through_keras_fit_goes_on_as_if_it_had_not_stopped_too(
    session, small_spec, small_dataset, watch
):
    spec = session.spec_from(small_spec, epochs=2, settings={"training.loop": "keras"})
    whole = session.begin(spec, small_dataset)
    watch.execute(whole)
    control = Control()
    job = session.begin(spec, small_dataset)
    finished = watch.finished(
        watch.execute(job, control, lambda event: event.type == "epoch" and control.stop())
    )
    assert (finished.status, finished.complete_epochs) == ("stopped", 1)
    resumed = session.resume(job.run.path)
    watch.execute(resumed)
    watch.assert_same_run(resumed.run, whole.run)


def test_that_a_checkpoint_without_what_the_kl_strategy_added_can_be_gone_on_from(
    session, small_spec, small_dataset, watch, killed, complete
):
    """The first version kept objective, reconstruction and KL only."""
    folder = killed(24, 2)
    arrays, state = load_checkpoint(list_checkpoints(folder)[-1])
    arrays["totals"] = np.delete(arrays["totals"], 2)
    save_checkpoint(folder, state["step"], arrays, state, keep=0)
    resumed = session.resume(folder)
    watch.execute(resumed)
    watch.assert_same_run(resumed.run, complete[0])
