"""Events on their way to the window, and the meter of its silences."""

import threading

from vae_studio.evaluation.figures import Figures
from vae_studio.gui.core.bridge import EventBridge
from vae_studio.gui.core.coalescing import CoalescedEvents
from vae_studio.gui.gap_meter import GapMeter
from vae_studio.training.events import EpochMetrics, Finished, StepMetrics, Warned

FIGURES = Figures(negative_elbo=3.0, reconstruction=2.0, kl=1.0)


def step(number, epoch=1):
    return StepMetrics(
        step=number,
        epoch=epoch,
        epoch_step=number,
        figures=FIGURES,
        effective_beta=1.0,
        images_per_second=1.0,
        seconds_left=None,
    )


def epoch_end(number=1):
    return EpochMetrics(
        epoch=number,
        step=10,
        train=FIGURES,
        validation=None,
        effective_beta=1.0,
        objective=3.0,
        beta=1.0,
        learning_rate=0.001,
        active_units=None,
        seconds=1.0,
        images_per_second=1.0,
    )


def test_that_of_several_step_metrics_only_the_newest_leaves():
    events = CoalescedEvents(step_interval=1.0)
    for number in range(1, 1001):
        events.add(step(number))
    taken, wait = events.take(now=0.0)
    assert [event.step for event in taken] == [1000]
    assert wait is None


def test_that_step_metrics_leave_no_more_often_than_the_interval():
    events = CoalescedEvents(step_interval=0.1)
    events.add(step(1))
    assert len(events.take(now=0.0)[0]) == 1
    events.add(step(2))
    taken, wait = events.take(now=0.04)
    assert taken == []
    assert round(wait, 6) == 0.06
    assert [event.step for event in events.take(now=0.1)[0]] == [2]


def test_that_every_other_event_leaves_at_once_and_in_order():
    events = CoalescedEvents(step_interval=1.0)
    told = [Warned(message=str(number)) for number in range(50)]
    for event in told:
        events.add(event)
    assert events.take(now=0.0)[0] == told


def test_that_step_metrics_overtaken_by_the_end_of_their_epoch_are_left_out():
    events = CoalescedEvents(step_interval=1.0)
    events.add(step(9))
    events.add(epoch_end())
    assert events.take(now=0.0)[0] == [epoch_end()]


def test_that_only_the_first_of_waiting_events_asks_for_a_wake_up():
    events = CoalescedEvents(step_interval=1.0)
    assert [events.add(step(1)), events.add(step(2)), events.add(step(3))] == [True, False, False]
    assert events.add(Warned(message="a"))
    assert not events.add(Warned(message="b"))


def test_that_a_flood_from_another_thread_arrives_thinned_and_with_its_end(qtbot):
    bridge, arrived = EventBridge(), []
    bridge.arrived.connect(arrived.append)
    end = Finished(status="completed", step=18_000, complete_epochs=1, seconds=1.0)

    def flood():
        for number in range(1, 18_001):
            bridge.send(step(number))
        bridge.send(epoch_end())
        bridge.send(end)

    thread = threading.Thread(target=flood)
    with qtbot.waitSignal(bridge.arrived, check_params_cb=lambda event: event == end, timeout=30_000):
        thread.start()
    thread.join()
    assert arrived[-2:] == [epoch_end(), end]
    assert len(arrived) < 1000


def test_that_step_metrics_that_had_to_wait_arrive_without_another_event(qtbot):
    bridge, arrived = EventBridge(), []
    bridge.arrived.connect(arrived.append)
    bridge.send(step(1))
    qtbot.waitUntil(lambda: len(arrived) == 1)
    bridge.send(step(2))
    qtbot.waitUntil(lambda: len(arrived) == 2)
    assert [event.step for event in arrived] == [1, 2]


def test_that_the_gap_meter_keeps_the_longest_silence_of_each_phase(qtbot):
    now = [0.0]
    meter = GapMeter(clock=lambda: now[0])
    meter.start("importing")
    for moment in (0.005, 0.045, 0.050):
        now[0] = moment
        meter.tick()
    meter.start("training")
    now[0] = 0.062
    meter.stop()
    assert {phase: round(gap) for phase, gap in meter.longest_ms().items()} == {"importing": 40, "training": 12}
