"""Progress and history of a run, from its events alone."""

import pytest

from vae_studio.evaluation.figures import Figures
from vae_studio.gui.training.advice import end_notice
from vae_studio.gui.training.continuing import same_experiment
from vae_studio.gui.training.history import History, epoch_events
from vae_studio.gui.training.progress import Progress, opened_run
from vae_studio.training.events import (
    Adjusted,
    EpochMetrics,
    Finished,
    Paused,
    PhaseStarted,
    Resumed,
    Started,
    StepMetrics,
)


def figures(elbo):
    return Figures(negative_elbo=elbo, reconstruction=elbo - 1, kl=1.0, kl_per_dimension=(0.75, 0.25))


def epoch_end(number, train=200.0, validation=190.0):
    return EpochMetrics(
        epoch=number,
        step=10 * number,
        train=figures(train),
        validation=None if validation is None else figures(validation),
        objective=train,
        beta=number / 10,
        effective_beta=number / 20,
        learning_rate=0.001,
        active_units=2,
        seconds=3.0,
        images_per_second=1000.0,
    )


def adjustment(epoch):
    return Adjusted(step=round(10 * epoch), epoch=epoch, kl_weight=2.0, learning_rate=None)


STARTED = Started(run="r", parameters=1, epochs=4, steps_per_epoch=10, step=0)
STEP = StepMetrics(
    step=13,
    epoch=2,
    epoch_step=3,
    figures=figures(180.0),
    effective_beta=0.2,
    images_per_second=3380.4,
    seconds_left=109.0,
)


def after(*events):
    progress = Progress()
    for event in events:
        progress = progress.after(event)
    return progress


def test_that_a_step_is_told_with_its_epoch_its_speed_and_the_time_left():
    progress = after(STARTED, STEP)
    assert progress.title == "Epoch 2 of 4"
    assert progress.counter == "3 / 10 steps"
    assert progress.speed == "3\u2009380 images/s"
    assert progress.time == "1 min 49 s left"
    assert progress.fraction == pytest.approx(1.3 / 4)
    assert progress.running


def test_that_set_up_is_told_by_its_phases():
    assert after(PhaseStarted(phase="reading")).title == "Reading the dataset…"
    assert after(PhaseStarted(phase="compiling"), STARTED).title == "Compiling…"


def test_that_a_stopped_run_is_told_with_its_best_epoch_and_its_time():
    end = Finished(status="stopped", step=20, complete_epochs=2, seconds=135.0)
    progress = after(STARTED, epoch_end(1, validation=158.6), epoch_end(2, validation=160.0), end)
    assert progress.title == "Stopped after epoch 2 of 4"
    assert progress.counter == "50 %"
    assert progress.speed == "Best validation 158.6 at epoch 1"
    assert progress.time == "2 min 15 s elapsed"
    assert not progress.running


def test_that_a_paused_run_says_so_even_when_a_report_of_the_steps_before_follows():
    assert after(STARTED, STEP, Paused()).title == "Paused in epoch 2 of 4"
    late = after(STARTED, STEP, Paused(), STEP)
    assert (late.title, late.time, late.paused) == ("Paused in epoch 2 of 4", "", True)
    assert after(STARTED, STEP, Paused(), Resumed()).title == "Epoch 2 of 4"


def test_that_a_measurement_is_told_without_losing_the_epoch():
    measuring = PhaseStarted(phase="evaluating", detail="Measuring the validation split")
    progress = after(STARTED, STEP, measuring)
    assert (progress.title, progress.speed) == ("Epoch 2 of 4", "Measuring the validation split…")


def test_that_time_left_is_not_guessed():
    step = STEP.model_copy(update={"seconds_left": None})
    assert after(STARTED, step).time == "Time left not known yet"


def test_that_what_is_recorded_goes_before_what_has_happened_since():
    history = History()
    history.add(STARTED)
    history.add(epoch_end(3, train=150.0))
    history.recall([epoch_end(1), epoch_end(2), epoch_end(3, train=999.0)], [adjustment(0.5)])
    assert history.train("negative_elbo")[1].tolist() == [200.0, 200.0, 150.0]
    assert history.planned_epochs == 4
    assert [mark.words for mark in history.marks] == ["KL weight 2"]


def test_that_a_run_taken_up_again_forgets_what_came_after():
    history = History()
    history.restart([epoch_end(1), epoch_end(2)], 4, [adjustment(0.5), adjustment(1.5)])
    history.add(Started(run="r", parameters=1, epochs=4, steps_per_epoch=10, step=10))
    assert history.train("negative_elbo")[0].tolist() == [1.0]
    assert [change.epoch for change in history.adjustments] == [0.5]


def test_that_a_resumed_run_begins_where_it_was():
    resumed = Started(run="r", parameters=1, epochs=4, steps_per_epoch=10, step=20)
    assert after(resumed).fraction == 0.5


def test_that_an_opened_run_is_told_by_its_epochs():
    progress = opened_run(2, 4, (epoch_end(1), epoch_end(2, validation=150.0)))
    assert progress.title == "Trained for 2 of 4 epochs"
    assert progress.speed == "Best validation 150.0 at epoch 2"
    assert progress.time == "6 s elapsed"


def test_that_the_running_epoch_is_a_point_of_the_curve_until_it_is_complete():
    history = History()
    history.add(STARTED)
    history.add(epoch_end(1, train=200.0))
    history.add(STEP)
    epochs, values = history.train("negative_elbo")
    assert epochs.tolist() == [1.0, 1.3]
    assert values.tolist() == [200.0, 180.0]
    history.add(epoch_end(2, train=170.0))
    assert history.train("negative_elbo")[1].tolist() == [200.0, 170.0]


def test_that_validation_beta_and_kl_per_dimension_come_from_complete_epochs():
    history = History()
    history.restart([epoch_end(1), epoch_end(2, validation=None)], planned=4)
    assert history.validation("reconstruction")[0].tolist() == [1.0]
    assert history.beta()[1].tolist() == [0.05, 0.1]
    assert history.kl_per_dimension() == (0.75, 0.25)
    assert history.planned_epochs == 4


def test_that_an_epoch_trained_again_replaces_the_old_one_and_what_followed():
    history = History()
    history.restart([epoch_end(1), epoch_end(2, train=150.0)])
    history.add(epoch_end(1, train=210.0))
    assert history.train("negative_elbo")[1].tolist() == [210.0]


def test_that_a_saved_history_is_read_as_events_whatever_else_it_holds():
    saved = [{**epoch_end(1).model_dump(mode="json"), "something": "newer"}]
    assert epoch_events(saved) == (epoch_end(1),)


def test_that_the_history_of_an_older_run_has_no_effective_beta():
    saved = epoch_end(1).model_dump(mode="json")
    del saved["effective_beta"]
    history = History()
    history.restart(epoch_events([saved]))
    assert history.effective_beta is None
    assert history.beta()[1].tolist() == [0.1]


def test_that_the_effective_beta_is_that_of_the_latest_steps():
    history = History()
    assert history.effective_beta is None
    history.add(STARTED)
    history.add(epoch_end(1))
    assert history.effective_beta == 0.05
    history.add(STEP)
    assert history.effective_beta == 0.2


def test_that_figures_that_do_not_exist_are_no_points_of_a_curve():
    error = Figures(negative_elbo=None, reconstruction=0.04, kl=None, unit="mean squared error")
    history = History()
    history.add(STARTED)
    history.add(epoch_end(1).model_copy(update={"train": error, "validation": error}))
    assert len(history.train("negative_elbo")[0]) == len(history.validation("kl")[0]) == 0
    assert history.train("reconstruction")[1].tolist() == [0.04]


def test_that_an_autoencoder_is_told_with_its_best_mean_squared_error():
    errors = [
        Figures(negative_elbo=None, reconstruction=e, kl=None, unit="mean squared error") for e in (0.05, 0.04)
    ]
    epochs = [
        epoch_end(number).model_copy(update={"train": error, "validation": error})
        for number, error in enumerate(errors, start=1)
    ]
    assert opened_run(2, 2, tuple(epochs)).speed == "Best validation 0.0400 at epoch 2"


def test_that_a_failed_run_offers_its_last_good_epoch_and_hides_the_traceback():
    calls = []
    event = Finished(
        status="failed",
        message="the KL became NaN at step 212\nTraceback…",
        step=212,
        complete_epochs=1,
        seconds=1.0,
    )
    notice = end_notice(event, lambda: calls.append("restored"))
    assert notice.text == "Training stopped: the KL became NaN at step 212"
    assert notice.details == "Traceback…"
    assert notice.action == "Restore epoch 1"
    notice.on_action()
    assert calls == ["restored"]


def test_that_a_run_that_failed_in_its_first_epoch_has_nothing_to_restore():
    event = Finished(status="failed", message="NaN", step=3, complete_epochs=0, seconds=1.0)
    assert end_notice(event, lambda: None).action == ""


@pytest.mark.parametrize("status", ["completed", "stopped"])
def test_that_an_expected_end_needs_no_notice(status):
    assert end_notice(Finished(status=status, step=1, complete_epochs=1, seconds=1.0), None) is None


def test_that_epochs_and_device_may_change_within_one_run(session, blob_spec):
    longer = blob_spec.replaced("training", epochs=50, device="cpu")
    assert same_experiment(blob_spec, longer, session.registry)


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("training", {"batch_size": 32}),
        ("training", {"seed": 9}),
        ("encoder", {"latent_size": 3}),
        ("kl", {"plugin": "monte_carlo"}),
        ("data", {"invert": True}),
    ],
)
def test_that_anything_else_makes_another_run(session, blob_spec, section, values):
    assert not same_experiment(blob_spec, blob_spec.replaced(section, **values), session.registry)


def test_that_parameters_written_out_as_their_defaults_change_nothing(session, blob_spec):
    kind = next(kind for kind in session.registry.records if kind.name == "dense").kind
    defaults = session.registry.validate(kind, blob_spec.choice(kind)).model_dump()
    spelled_out = blob_spec.replaced(kind.section, params=defaults)
    assert same_experiment(blob_spec, spelled_out, session.registry)


@pytest.mark.parametrize(
    "last",
    [
        STEP.model_copy(update={"epoch": 4, "epoch_step": 10, "seconds_left": 2.0}),
        STEP.model_copy(update={"epoch": 4, "epoch_step": 10, "seconds_left": None}),
        epoch_end(4),
    ],
)
def test_that_no_time_is_left_once_the_last_epoch_is_trained(last):
    before = STEP.model_copy(update={"epoch": 4, "epoch_step": 9, "seconds_left": 2.0})
    progress = after(STARTED, before)
    assert progress.time == "2 s left"
    assert progress.after(last).time == "Finishing…"
    measuring = PhaseStarted(phase="evaluating", detail="Measuring the test split")
    assert progress.after(measuring).time == "Finishing…"
    assert after(STARTED, STEP, measuring).time == "1 min 49 s left"
