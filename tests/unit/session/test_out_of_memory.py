"""Memory that runs out: nothing is lost that was done, and half the batch is offered."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.runs.checkpoints import load_latest
from vae_studio.runs.folder import RunFolder
from vae_studio.session.continuing import FREE_TRAINING_KEYS, carried_over, with_changes
from vae_studio.training.control import Control


@pytest.fixture
def exhausted(monkeypatch):
    """Return a function that makes a step want more memory than there is; before that nothing is otherwise."""
    import tensorflow as tf

    from vae_studio.session import material
    from vae_studio.training.batch_source import BatchSource
    from vae_studio.training.engine import Engine

    def at(number, *, marked, really=False):
        def refuse(step):
            if step == number:
                raise MemoryError("OOM when allocating")  # which TensorFlow turns into its own error
            return np.float32(0.0)

        def want(self, step, *supply, gather=BatchSource.__call__):
            x = gather(self, step, *supply)
            if not really:
                return x + tf.ensure_shape(tf.numpy_function(refuse, [step], tf.float32), [])
            side = tf.where(tf.equal(step, number), tf.constant(2_000_000), 1)  # 16 TB
            return x + tf.reduce_sum(tf.zeros([side, side]))

        def make(*arguments, **options):
            return Engine(*arguments, **options, marked=marked)

        monkeypatch.setattr(BatchSource, "__call__", want)
        monkeypatch.setattr(material, "Engine", make)

    return at


@pytest.mark.parametrize("really", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_that_the_steps_before_the_one_that_failed_are_kept_though_they_were_of_the_same_call(
    session, small_spec, small_dataset, watch, complete, exhausted, monkeypatch, really
):
    exhausted(7, marked=True, really=really)
    job = session.begin(small_spec, small_dataset)
    finished = watch.finished(watch.execute(job))
    assert (finished.status, finished.step, finished.smaller_batch) == ("failed", 7, 8)
    line, _, details = finished.message.partition("\n")
    assert (
        line == "There is not enough memory for batches of 16 in step 8 (epoch 1). Train on with batches of 8."
    )
    assert "OOM when allocating" in details
    assert RunFolder.open(job.run.path).manifest.message == line
    assert load_latest(job.run.path).step == 7
    monkeypatch.undo()
    resumed = session.resume(job.run.path, small_dataset)
    assert watch.finished(watch.execute(resumed)).status == "completed"
    watch.assert_same_run(resumed.run, complete[0])


@pytest.mark.thorough
def test_that_where_it_is_not_known_how_many_steps_are_whole_the_last_checkpoint_stands(
    session, small_spec, small_dataset, watch, complete, exhausted, monkeypatch
):
    exhausted(20, marked=False)
    job = session.begin(small_spec, small_dataset)
    finished = watch.finished(watch.execute(job))
    assert finished.message.startswith("There is not enough memory for batches of 16 in epoch 2.")
    assert load_latest(job.run.path).step == 12
    monkeypatch.undo()
    resumed = session.resume(job.run.path, small_dataset)
    watch.execute(resumed)
    watch.assert_same_run(resumed.run, complete[0])


def test_that_a_run_goes_on_with_half_the_batch_from_where_it_was_in_the_epoch(
    session, small_spec, small_dataset, watch, exhausted, monkeypatch
):
    exhausted(17, marked=True)
    job = session.begin(small_spec, small_dataset)
    watch.execute(job)
    monkeypatch.undo()
    resumed = session.resume(job.run.path, small_dataset, settings={"training.batch_size": "8"})
    events = watch.execute(resumed)
    started = watch.of_type(events, "started")[0]
    assert (started.step, started.steps_per_epoch) == (24 + 10, 24)
    assert watch.finished(events).step == 72
    assert watch.finished(events).status == "completed"
    folder = RunFolder.open(job.run.path)
    assert folder.spec.training.batch_size == 8
    assert [(record["epoch"], record["step"]) for record in folder.history()] == [(1, 24), (2, 48), (3, 72)]
    assert load_latest(job.run.path).state["batch_size"] == 8
    objectives = [record["objective"] for record in folder.history()]
    assert objectives == sorted(objectives, reverse=True)


@pytest.mark.thorough
def test_that_a_checkpoint_too_old_to_tell_its_batch_size_is_taken_to_have_the_spec_s(
    session, small_spec, small_dataset, watch, monkeypatch
):
    from vae_studio.training import saving

    def capture(*arguments, now=saving.capture):
        arrays, state = now(*arguments)
        return arrays, {key: state[key] for key in state if key not in ("batch_size", "steps_per_epoch")}

    monkeypatch.setattr(saving, "capture", capture)
    job = session.begin(small_spec.replaced("training", epochs=1), small_dataset)
    watch.execute(job)
    monkeypatch.undo()
    settings = {"training.batch_size": "4", "training.epochs": "2"}
    resumed = session.resume(job.run.path, small_dataset, settings=settings)
    events = watch.execute(resumed)
    assert watch.of_type(events, "started")[0].step == 48
    assert [record["step"] for record in resumed.run.history] == [48, 96]


@pytest.mark.thorough
def test_that_a_run_in_float16_goes_on_as_if_it_had_not_stopped(
    session, small_spec, small_dataset, watch, short_calls, monkeypatch
):
    from vae_studio.training.loss_scale import LossScale

    monkeypatch.setattr(LossScale, "patience", 10)
    spec = small_spec.replaced("training", precision="mixed_float16", epochs=2)
    whole = session.begin(spec, small_dataset)
    watch.execute(whole)
    control = Control()
    job = session.begin(spec, small_dataset)
    watch.execute(job, control, lambda event: event.type == "step" and event.step == 17 and control.stop())
    kept = load_latest(job.run.path).arrays["loss_scale"]
    assert kept[0] != LossScale.initial
    resumed = session.resume(job.run.path, small_dataset)
    assert watch.finished(watch.execute(resumed)).status == "completed"
    watch.assert_same_run(resumed.run, whole.run)


@pytest.mark.parametrize(
    ("key", "value"), [("encoder.latent_size", "3"), ("training.seed", "2"), ("training.batch_sise", "2")]
)
def test_that_what_makes_another_run_cannot_change(small_spec, key, value):
    with pytest.raises(SpecError) as caught:
        with_changes(small_spec, None, {key: value})
    assert caught.value.key == key


def test_that_the_settings_carried_over_are_those_that_may_differ_within_a_run(small_spec):
    other = small_spec.replaced("training", epochs=9, device="gpu:1", xla=True, shards=None, seed=5)
    changed = with_changes(small_spec, None, carried_over(other)).training
    assert changed == other.training.model_copy(update={"seed": small_spec.training.seed})
    assert "training.batch_size" not in carried_over(other)
    assert {key.partition(".")[2] for key in carried_over(other)} == FREE_TRAINING_KEYS


def test_that_a_device_that_is_not_there_is_refused_before_anything_is_written(
    session, small_spec, small_dataset, complete
):
    spec = small_spec.replaced("training", device="gpu:9")
    before = sorted(session.workspace.iterdir())
    with pytest.raises(SpecError, match="GPU") as caught:
        session.begin(spec, small_dataset)
    assert caught.value.key == "training.device"
    assert sorted(session.workspace.iterdir()) == before
    with pytest.raises(SpecError):
        session.resume(complete[0].path, small_dataset, settings={"training.device": "gpu:9"})


def test_that_a_run_of_another_machine_s_gpu_can_be_looked_at(session, complete, tmp_path):
    import shutil

    from vae_studio.runs.spec_file import write_spec

    folder = tmp_path / "elsewhere"
    shutil.copytree(complete[0].path, folder)
    write_spec(folder / "spec.toml", complete[0].spec.replaced("training", device="gpu:3"))
    opened = session.open(folder)
    codes = opened.encode(np.zeros((2, 8, 8, 1), np.uint8))
    assert codes.loc.shape == (2, 2)
