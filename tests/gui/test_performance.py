"""View ▸ Performance: gaps by phase, and what it follows."""

import pytest

from vae_studio.gui.gap_meter import GapMeter
from vae_studio.gui.performance.dialog import PerformanceDialog
from vae_studio.gui.performance.phases import PHASES, PhaseFollower
from vae_studio.gui.performance.stack_watch import StackWatch
from vae_studio.gui.studio_state import StudioState
from vae_studio.training.events import PhaseStarted, StepMetrics


@pytest.fixture
def clock() -> list[float]:
    """The time, set by hand."""
    return [0.0]


@pytest.fixture
def meter(qapp, clock) -> GapMeter:
    """A meter with that clock."""
    return GapMeter(clock=lambda: clock[0])


def let_pass(meter, clock, *gaps):
    for seconds in gaps:
        clock[0] += seconds
        meter.tick()


def test_that_only_notable_gaps_are_kept_with_the_phase_in_which_they_began(meter, clock):
    meter.start("importing")
    let_pass(meter, clock, 0.005, 0.040)
    clock[0] += 0.030
    meter.start("training")
    let_pass(meter, clock, 0.012)
    kept = [(gap.phase, round(1000 * gap.seconds)) for gap in meter.gaps]
    assert kept == [("importing", 40), ("importing", 30)]


def test_that_a_meter_that_forgets_keeps_its_phase_alone(meter, clock):
    meter.start("importing")
    let_pass(meter, clock, 0.040)
    meter.start("training")
    meter.forget()
    assert meter.gaps == ()
    assert meter.longest_ms() == {"training": 0.0}


def test_that_the_phases_follow_the_studio(quiet_studio):
    imported = [False]
    phases = PhaseFollower(quiet_studio, imported=lambda: imported[0])
    seen = [phases.phase]
    phases.changed.connect(seen.append)
    imported[0] = True
    quiet_studio.hardware_changed.emit(quiet_studio.hardware)
    quiet_studio.dataset_progress.emit(object())
    quiet_studio.dataset_progress.emit(None)
    conductor = quiet_studio._desk.conductor
    for state in (StudioState.PREPARING, StudioState.TRAINING):
        conductor._set_state(state)
    quiet_studio.training_event.emit(PhaseStarted(phase="training"))
    for state in (StudioState.PAUSED, StudioState.TRAINING, StudioState.STOPPING, StudioState.IDLE):
        conductor._set_state(state)
    before = ["importing", "idle", "reading", "idle", "tracing"]
    assert seen == [*before, "training", "idle", "training", "stopping", "idle"]


def test_that_a_gap_says_where_the_window_was(qtbot, meter, clock):
    watch = StackWatch(meter)
    meter.start("training")
    meter._timer.stop()  # silence
    meter._timer.isActive = lambda: True
    meter.tick()
    qtbot.waitUntil(lambda: bool(watch._notes))
    let_pass(meter, clock, 0.5)
    watch.close()
    assert meter.gaps[-1].cause.startswith("window: ")
    assert meter.explain is None


def test_that_the_dialog_measures_while_it_is_open(quiet_studio, theme, qtbot):
    dialog = PerformanceDialog(quiet_studio, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.meter.running
    dialog.meter.forget()
    dialog.meter._note(0.045, 1.0)
    quiet_studio.training_event.emit(
        StepMetrics(
            step=1,
            epoch=1,
            epoch_step=1,
            figures={"reconstruction": 90.0, "kl": 5.0, "negative_elbo": 95.0},
            effective_beta=1.0,
            images_per_second=9000.0,
            seconds_left=None,
            call_seconds=0.1,
        )
    )
    dialog.refresh()
    assert [row[0] for row in dialog.longest.rows()] == list(PHASES.values())
    assert [PHASES[dialog.meter.phase], "45 ms"] in dialog.last.rows()
    assert (dialog.speed.text(), dialog.call.text()) == ("9,000 examples/s", "100 ms")
    dialog.causes.click()
    assert dialog.meter.explain is not None
    dialog.close_button.click()
    assert not dialog.meter.running
    assert dialog.meter.explain is None


def test_that_the_menu_opens_one_dialog(make_main_window):
    window = make_main_window()
    action = next(action for action in window.menus.view.actions() if action.text() == "Performance")
    action.trigger()
    first = window.dialogs.performance
    action.trigger()
    assert first is not None
    assert window.dialogs.performance is first
    first.close()
