"""Learning rate and KL weight, changed while a run trains."""

import pytest
from PySide6.QtCore import Qt

from vae_studio.evaluation.figures import Figures
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.training.panel import TrainingPanel
from vae_studio.training.adjustments import SCHEDULE, Adjustments
from vae_studio.training.events import Adjusted, EpochMetrics, Started

STARTED = Started(run="r", parameters=1, epochs=20, steps_per_epoch=10, step=0)


@pytest.fixture
def panel(quiet_studio, theme, qtbot):
    panel = TrainingPanel(quiet_studio, theme)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    panel.show()
    return panel


@pytest.fixture
def training(panel, quiet_studio, monkeypatch):
    """A panel whose studio trains, as far as it says; what is asked of it is kept in ``asked``."""
    panel.asked = []
    monkeypatch.setattr(quiet_studio, "adjust", lambda **changes: panel.asked.append(changes) or True)
    enter(quiet_studio, StudioState.TRAINING)
    quiet_studio.training_event.emit(STARTED)
    return panel


def epoch_end(number, beta):
    figures = Figures(negative_elbo=200.0, reconstruction=195.0, kl=5.0)
    return EpochMetrics(
        epoch=number,
        step=10 * number,
        train=figures,
        validation=None,
        objective=200.0,
        beta=beta,
        effective_beta=beta,
        learning_rate=0.001,
        active_units=None,
        seconds=1.0,
        images_per_second=100.0,
    )


def enter(studio, state):
    studio._desk.conductor._set_state(state)


def adjusted(kl_weight, learning_rate):
    return Adjusted(step=5, epoch=0.5, kl_weight=kl_weight, learning_rate=learning_rate)


def test_that_the_row_is_there_only_while_a_run_trains(panel, quiet_studio):
    assert not panel.live.kl_weight.isVisible()
    enter(quiet_studio, StudioState.TRAINING)
    assert panel.live.kl_weight.isVisible()
    assert not panel.settings.loop.isVisible()
    enter(quiet_studio, StudioState.PAUSED)
    assert panel.live.kl_weight.isEnabled()
    enter(quiet_studio, StudioState.IDLE)
    assert not panel.live.kl_weight.isVisible()
    assert panel.settings.loop.isVisible()


def test_that_the_learning_rate_stays_open_and_everything_else_is_locked(training):
    enabled = {name for name, editor in training.settings._editors.items() if editor.isEnabled()}
    assert enabled == {"learning_rate"}


def test_that_the_weight_is_a_dash_until_it_is_known_and_then_that_of_the_last_epoch(training, quiet_studio):
    weight = training.live.kl_weight
    assert weight.text() == "—"
    quiet_studio.training_event.emit(epoch_end(1, beta=0.25))
    assert weight.text() == "0.25"


def test_that_enter_applies_a_draft_and_nothing_else_does(training, qtbot):
    weight = training.live.kl_weight
    weight.selectAll()
    qtbot.keyClicks(weight, "2")
    assert training.live.apply_button.isVisible()
    assert training.asked == []
    qtbot.keyClick(weight, Qt.Key.Key_Return)
    assert training.asked == [{"kl_weight": 2.0, "learning_rate": None}]
    assert not training.live.apply_button.isVisible()
    qtbot.keyClick(weight, Qt.Key.Key_Return)
    assert len(training.asked) == 1


def test_that_the_button_applies_both_drafts_at_once(training, qtbot):
    training.live.kl_weight.setValue(0.5)
    training.live.learning_rate.setValue(0.0005)
    qtbot.mouseClick(training.live.apply_button, Qt.MouseButton.LeftButton)
    assert training.asked == [{"kl_weight": 0.5, "learning_rate": 0.0005}]


def test_that_escape_puts_back_what_is_in_effect(training, quiet_studio, qtbot):
    quiet_studio.training_event.emit(epoch_end(1, beta=0.25))
    training.live.kl_weight.setValue(3.0)
    qtbot.keyClick(training.live.kl_weight, Qt.Key.Key_Escape)
    assert training.live.kl_weight.text() == "0.25"
    assert not training.live.drafts


def test_that_a_draft_survives_an_epoch(training, quiet_studio):
    training.live.kl_weight.setValue(3.0)
    quiet_studio.training_event.emit(epoch_end(1, beta=0.25))
    assert training.live.kl_weight.value() == 3.0


def test_that_a_change_while_training_leaves_the_settings_as_they_are(training, quiet_studio):
    before = quiet_studio.spec
    training.live.learning_rate.setValue(0.0005)
    training.live.apply()
    assert quiet_studio.spec is before
    enter(quiet_studio, StudioState.IDLE)
    assert training.live.learning_rate.read() == before.training.learning_rate


def test_that_only_what_was_set_by_hand_is_handed_back(training, quiet_studio, qtbot):
    assert not training.live.back.isEnabled()
    quiet_studio.training_event.emit(adjusted(2.0, None))
    assert training.live.kl_weight.text() == "2.0"
    qtbot.mouseClick(training.live.back, Qt.MouseButton.LeftButton)
    assert training.asked == [{"kl_weight": SCHEDULE, "learning_rate": None}]
    quiet_studio.training_event.emit(adjusted(None, None))
    assert not training.live.back.isEnabled()


def test_that_no_negative_weight_can_be_written(training, qtbot):
    weight = training.live.kl_weight
    weight.selectAll()
    qtbot.keyClicks(weight, "-3")
    assert weight.value() == 3.0
    weight.write(0.0)
    weight.stepBy(-1)
    assert weight.value() == 0.0


def test_that_a_model_without_a_kl_says_why_its_weight_cannot_be_changed(panel, quiet_studio, monkeypatch):
    reason = "This model is trained without a KL: there is no weight to change."
    monkeypatch.setattr(type(quiet_studio), "kl_adjustable", property(lambda _: (False, reason)))
    enter(quiet_studio, StudioState.TRAINING)
    assert not panel.live.kl_weight.isEnabled()
    assert panel.live.kl_weight.toolTip() == reason
    assert panel.live.learning_rate.isEnabled()


def test_that_a_stopped_run_says_with_what_it_goes_on(training, quiet_studio, monkeypatch):
    monkeypatch.setattr(quiet_studio, "can_continue", lambda: True)
    quiet_studio.training_event.emit(adjusted(2.0, 0.0005))
    assert not training.live.hint.isVisible()
    enter(quiet_studio, StudioState.IDLE)
    assert training.live.hint.text() == "Goes on with KL weight 2 and learning rate 0.0005, set by hand."
    assert training.live.hint.isVisible()
    enter(quiet_studio, StudioState.TRAINING)
    quiet_studio.training_event.emit(STARTED)
    enter(quiet_studio, StudioState.IDLE)
    assert not training.live.hint.isVisible()


def test_that_an_opened_run_says_with_what_it_goes_on_once_its_dataset_is_there(
    panel, quiet_studio, monkeypatch
):
    panel.live.hold(Adjustments(4.0, 0.003))
    assert not panel.live.hint.isVisible()
    monkeypatch.setattr(quiet_studio, "can_continue", lambda: True)
    quiet_studio.dataset_changed.emit(None)
    assert panel.live.hint.text() == "Goes on with KL weight 4 and learning rate 0.003, set by hand."
    assert panel.live.hint.isVisible()
