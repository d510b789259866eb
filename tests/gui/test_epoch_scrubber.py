"""Looking back at finished epochs, and when the grid is redrawn while training."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from vae_studio.gui.latent.badge import LiveBadge
from vae_studio.gui.latent.scrubber import NO_EPOCHS, EpochScrubber
from vae_studio.gui.live_mode import INTERVAL, LiveDrawing, LiveMode
from vae_studio.training.control import Control
from vae_studio.training.events import Adjusted, Finished, Sample, StepMetrics

WAIT_MS = 60_000


@pytest.fixture
def scrubber(studio_with_run, theme, qtbot):
    """A scrubber over the run on the digits, which has two epochs."""
    scrubber = EpochScrubber(studio_with_run, theme)
    qtbot.addWidget(scrubber)
    scrubber.show()
    return scrubber


def test_that_the_slider_goes_back_to_an_epoch_and_the_button_to_the_latest(
    scrubber, studio_with_run, theme, qtbot
):
    studio = studio_with_run
    badge = LiveBadge(studio, theme)
    qtbot.addWidget(badge)
    assert (scrubber.slider.maximum(), scrubber.slider.value()) == (1, 1)
    assert scrubber.words.text() == "Epoch 2 of 2"
    assert not scrubber.latest.isVisible()
    present = studio.shown_grid.grid.images
    with qtbot.waitSignal(studio.grid_changed, timeout=WAIT_MS) as caught:
        QTest.keyClick(scrubber.slider, Qt.Key.Key_Left)
    past, epoch, live = caught.args
    assert (epoch, live, studio.shown_epoch) == (1, False, 1)
    np.testing.assert_array_equal(
        past.images, studio.session.open(studio.run.path, epoch=1).latent_grid(past.request).images
    )
    assert (past.images != present).any()
    assert scrubber.words.text() == badge.text() == "Epoch 1 of 2"
    assert studio.outputs.grid_figure().metadata["Epoch"] == 1
    assert scrubber.latest.isVisible()
    with qtbot.waitSignal(studio.grid_changed, timeout=WAIT_MS) as caught:
        scrubber.latest.click()
    np.testing.assert_array_equal(caught.args[0].images, present)
    assert (scrubber.slider.value(), badge.text(), studio.shown_epoch) == (1, "Epoch 2", None)


def test_that_a_replay_shows_every_epoch_and_ends_at_the_latest(scrubber, studio_with_run, qtbot):
    shown = []
    studio_with_run.grid_changed.connect(lambda grid, epoch, live: shown.append(epoch))
    scrubber.play.click()
    assert scrubber.replay.playing
    assert scrubber.play.accessibleName() == "Pause the replay"
    qtbot.waitUntil(lambda: shown == [1, 2] and not scrubber.replay.playing, timeout=WAIT_MS)
    assert not scrubber.play.isChecked()
    scrubber.play.click()
    scrubber.play.click()
    assert not scrubber.replay.playing
    assert studio_with_run.shown_epoch == 1


def test_that_a_live_picture_does_not_cover_a_past_epoch_and_that_another_run_is_shown_as_it_is_now(
    scrubber, studio_with_run, qtbot
):
    studio = studio_with_run
    live = studio.shown_grid.grid
    with qtbot.waitSignal(studio.grid_changed, timeout=WAIT_MS):
        scrubber.slider.setValue(0)
    past = studio.shown_grid
    with qtbot.assertNotEmitted(studio.grid_changed):
        studio._desk._on_event(Sample(step=1, epoch=1, complete_epochs=2, payload=live))
    assert studio.shown_grid is past
    with qtbot.waitSignal(studio.grid_changed, timeout=WAIT_MS) as caught:
        studio.open_run(studio.run.path)
    assert (caught.args[1], studio.shown_epoch, scrubber.slider.value()) == (2, None, 1)


def test_that_there_is_nothing_to_replay_without_a_run(quiet_studio, theme, qtbot):
    scrubber = EpochScrubber(quiet_studio, theme)
    qtbot.addWidget(scrubber)
    assert not scrubber.slider.isEnabled()
    assert not scrubber.play.isEnabled()
    assert scrubber.slider.toolTip() == NO_EPOCHS


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        (LiveDrawing(), (True, None, False)),
        (LiveDrawing(LiveMode.EVERY_EPOCH), (True, None, True)),
        (LiveDrawing(LiveMode.EVERY_STEPS, 7), (True, 7, False)),
        (LiveDrawing(LiveMode.OFF), (False, None, False)),
    ],
)
def test_that_each_mode_is_told_to_the_training(drawing, expected):
    control = Control()
    drawing.apply(control, lambda: None)
    assert (control.live is not None, control.live_steps, control.live_epochs) == expected
    assert control.live_interval == INTERVAL


def test_that_the_number_of_steps_is_asked_in_the_badges_menu(quiet_studio, theme, qtbot):
    badge = LiveBadge(quiet_studio, theme)
    qtbot.addWidget(badge)
    badge.steps.setValue(40)
    assert (quiet_studio.live_mode, quiet_studio.live_steps) == (LiveMode.EVERY_STEPS, 40)
    (chosen,) = [action for action in badge.menu().actions() if action.isChecked()]
    assert chosen.text() == "Redraw after a number of steps"
    badge.menu().actions()[0].trigger()
    assert (quiet_studio.live_mode, quiet_studio.live_steps) == (LiveMode.ALWAYS, 40)


def test_that_nothing_can_be_adjusted_while_nothing_trains(quiet_studio, qtbot):
    allowed, reason = quiet_studio.adjustable
    assert not allowed
    with qtbot.waitSignal(quiet_studio.notice) as caught:
        assert not quiet_studio.adjust(kl_weight=2.0)
    assert reason in caught.args[0].text


def test_that_a_running_training_is_adjusted_and_drawn_after_every_so_many_steps(studio, qtbot):
    events = []
    studio.training_event.connect(events.append)
    studio.set_section("training", epochs=100_000)
    studio.set_live_mode(LiveMode.EVERY_STEPS, 5)
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, StepMetrics), timeout=WAIT_MS
    ):
        studio.train()
    qtbot.waitUntil(lambda: studio.adjustable[0] and studio.kl_adjustable[0], timeout=WAIT_MS)
    with qtbot.waitSignal(studio.notice) as caught:
        assert not studio.adjust(learning_rate=-1.0)
    assert "must be above 0" in caught.args[0].text
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, Adjusted), timeout=WAIT_MS
    ) as caught:
        assert studio.adjust(kl_weight=2.0, learning_rate=0.002)
    assert (caught.args[0].kl_weight, caught.args[0].learning_rate) == (2.0, 0.002)
    qtbot.waitUntil(lambda: sum(isinstance(event, Sample) for event in events) >= 2, timeout=WAIT_MS)
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, Finished), timeout=WAIT_MS
    ):
        studio.stop()
    samples = [event for event in events if isinstance(event, Sample)]
    assert all(sample.step % 5 == 0 for sample in samples)
    assert studio.run.adjustments[0]["kl_weight"] == 2.0


def test_that_a_grid_that_fails_ends_the_replay(scrubber, studio_with_run, qtbot, monkeypatch):
    def fail(epoch):
        raise OSError(f"epoch {epoch} is gone")

    monkeypatch.setattr(studio_with_run.run, "at_epoch", fail)
    with qtbot.waitSignal(studio_with_run.notice, timeout=WAIT_MS) as caught:
        scrubber.play.click()
    assert "epoch 1 is gone" in caught.args[0].text
    assert not scrubber.replay.playing
    assert not scrubber.play.isChecked()
