"""KL weight and learning rate are changed while a run trains, and the change is part of the run."""

import pytest

from vae_studio.training.adjustments import SCHEDULE, adjustment_words
from vae_studio.training.control import Control


def stepwise():
    """Return a control for which every compiled call is a single step."""
    control = Control(live=lambda: None)
    control.live_steps = 1
    return control


def adjusting(control, stop_at=None):
    """Return what changes both values after step 8, hands one back after step 30, and may stop between."""

    def react(event):
        if event.type != "step":
            return
        if event.step == 8:
            control.adjust(kl_weight=3.0, learning_rate=0.01)
        if event.step == 30:
            control.adjust(kl_weight=SCHEDULE)
        if event.step == stop_at:
            control.stop()

    return react


@pytest.fixture(scope="module")
def whole(session, small_spec, small_dataset, watch):
    """A run that was adjusted and never stopped, and its events."""
    control = stepwise()
    job = session.begin(small_spec, small_dataset)
    return job.run, watch.execute(job, control, adjusting(control))


def test_that_the_change_holds_from_the_next_step_on_and_is_recorded(whole, watch, complete):
    run, events = whole
    first, second = watch.of_type(events, "adjusted")
    assert (first.step, first.epoch) == (8, pytest.approx(8 / 12))
    assert (first.kl_weight, first.learning_rate) == (3.0, 0.01)
    assert (second.step, second.kl_weight, second.learning_rate) == (30, None, 0.01)
    epochs = [(epoch.beta, epoch.learning_rate) for epoch in watch.of_type(events, "epoch")]
    assert epochs == [(3.0, 0.01), (3.0, 0.01), (1.0, 0.01)]
    assert run.adjustments == [event.model_dump(mode="json") for event in (first, second)]
    before, after = (step for step in watch.of_type(events, "step") if step.step in (8, 9))
    assert before.effective_beta == pytest.approx(1.0, abs=1e-3)
    assert after.effective_beta > 1.1
    assert run.history[0] != complete[0].history[0]


def test_that_a_script_says_how_the_run_was_adjusted(whole, tmp_path):
    run, _ = whole
    script, *_ = run.export_script(tmp_path / "again.py")
    text = script.read_text()
    compile(text, str(script), "exec")
    head = text.partition('"""\n')[0]
    assert "adjusted by hand" in head
    for sentence in adjustment_words(run.adjustments):
        assert sentence in head
    assert "After 2.5 epochs (step 30): KL weight back to its schedule." in head


def test_that_a_run_goes_on_with_what_was_changed_as_if_it_had_not_stopped(
    session, small_spec, small_dataset, watch, whole
):
    control = stepwise()
    job = session.begin(small_spec, small_dataset)
    watch.execute(job, control, adjusting(control, stop_at=20))
    resumed = session.resume(job.run.path, small_dataset)
    control = stepwise()
    watch.execute(resumed, control, adjusting(control))
    watch.assert_same_run(resumed.run, whole[0])
    assert resumed.run.adjustments == whole[0].adjustments


def test_that_a_change_in_a_pause_is_kept_by_a_stop_and_one_that_no_checkpoint_knows_is_not(
    session, small_spec, small_dataset, watch
):
    told = []

    def drain():
        if told:
            control.stop()
        elif control.paused:
            control.adjust(kl_weight=5.0)

    def react(event):
        if event.type == "epoch":
            control.pause()
        if event.type == "adjusted":
            told.append(event)

    control = Control(drain)
    job = session.begin(small_spec, small_dataset)
    events = watch.execute(job, control, react)
    assert (watch.finished(events).step, told[0].step) == (12, 12)
    killed_later = {"step": 15, "epoch": 1.25, "kl_weight": 9.0, "learning_rate": None}
    job.run.folder.append_adjustment(killed_later)
    resumed = session.resume(job.run.path, small_dataset, epochs=3)
    control = Control()
    events = watch.execute(resumed, control, lambda event: event.type == "epoch" and control.stop())
    (epoch,) = watch.of_type(events, "epoch")
    assert epoch.beta == 5.0
    assert [record["step"] for record in resumed.run.adjustments] == [12]
    assert session.open(job.run.path, best=True).complete_epochs in (1, 2)


def test_that_a_model_without_a_kl_has_no_weight_to_change(session, small_spec, small_dataset, watch):
    spec = session.spec_from(small_spec, kl="none", epochs=1)
    spec = spec.replaced("training", keep_epochs=0, tensorboard=False)
    control = Control()
    control.adjust(kl_weight=2.0)
    job = session.begin(spec, small_dataset)
    events = watch.execute(job, control)
    (warning,) = watch.of_type(events, "warning")
    assert "trained without a KL" in warning.message
    assert not watch.of_type(events, "adjusted")
    assert job.run.recorded_epochs == ()
    assert not {"epochs", "tensorboard"} & {path.name for path in job.run.path.iterdir()}


def test_that_a_change_that_cannot_be_recorded_is_warned_of_and_not_made(
    session, small_spec, small_dataset, watch
):
    spec = small_spec.replaced("training", epochs=1, keep_epochs=0, tensorboard=False)
    control = Control()
    control.adjust(kl_weight=2.0)
    job = session.begin(spec, small_dataset)

    def react(event):
        if event.type == "started":
            (job.run.path / "adjustments.jsonl").mkdir()

    events = watch.execute(job, control, react)
    (warning,) = watch.of_type(events, "warning")
    assert "KL weight and learning rate stay as they are" in warning.message
    assert not watch.of_type(events, "adjusted")
    assert watch.finished(events).status == "completed"
    assert watch.of_type(events, "epoch")[0].beta == 1.0
