"""Pausing, draining and live pictures while a run trains."""

import pytest

from vae_studio.training.control import Control


@pytest.fixture
def job(session, small_spec, small_dataset, short_calls):
    return session.begin(small_spec, small_dataset)


def test_that_a_paused_run_waits_drains_and_goes_on(job, watch, complete):
    waiting = []

    def drain():
        if control.paused:
            waiting.append(1)
        if len(waiting) == 5:
            control.resume()

    control = Control(drain)
    events = watch.execute(job, control, lambda event: pause_at(event, 7, control))
    types = [event.type for event in events]
    assert types.count("paused") == types.count("resumed") == 1
    assert types.index("resumed") == types.index("paused") + 1
    assert len(waiting) >= 5
    before, after = events[types.index("paused") - 1], events[types.index("resumed") + 1]
    assert (before.step, after.step) == (7, 8)
    watch.assert_same_run(job.run, complete[0])


def pause_at(event, step, control):
    if event.type == "step" and event.step == step:
        control.pause()


def test_that_a_paused_run_can_be_stopped(job, watch):
    def drain():
        if control.paused:
            control.stop()

    control = Control(drain)
    events = watch.execute(job, control, lambda event: pause_at(event, 7, control))
    assert not watch.of_type(events, "resumed")
    finished = watch.finished(events)
    assert (finished.status, finished.step) == ("stopped", 7)


def test_that_a_run_stopped_before_its_first_step_can_begin_again(session, job, watch, complete, small_dataset):
    control = Control()
    control.stop()
    finished = watch.finished(watch.execute(job, control))
    assert (finished.status, finished.step) == ("stopped", 0)
    resumed = session.resume(job.run.path, small_dataset)
    watch.execute(resumed)
    watch.assert_same_run(resumed.run, complete[0])


def test_that_waiting_work_is_done_between_all_calls_and_while_measuring(job, watch):
    steps = []
    control = Control(lambda: steps.append(job.run.complete_epochs))
    watch.execute(job, control)
    assert len(steps) >= 36 + 3
    assert steps == sorted(steps)


def test_that_live_pictures_are_emitted_with_the_weights_they_show(job, watch, complete):
    control = Control(live=lambda: job.run.latent_grid(job.run.default_grid(2, 2)).images)
    control.live_interval = 0.0
    events = watch.execute(job, control)
    samples = watch.of_type(events, "sample")
    assert len(samples) >= 2
    for sample in samples:
        assert sample.payload.shape == (2, 2, 8, 8, 1)
        assert sample.complete_epochs == sample.step // 12
        assert sample.epoch == (sample.step - 1) // 12 + 1
    assert (samples[0].payload != samples[-1].payload).any()
    watch.assert_same_run(job.run, complete[0])
