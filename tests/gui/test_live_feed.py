"""How often the tabs compute while a run trains."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Signal

from vae_studio.gui import live_feed
from vae_studio.gui.core.bounded_cost import BoundedCost
from vae_studio.gui.live_feed import PACE_MS, LiveFeed
from vae_studio.gui.studio_state import StudioState


@dataclass(frozen=True)
class Request:
    """What is wanted."""

    number: int = 0


class Desk(QObject):
    """As much of a run desk as a feed knows."""

    run_changed = Signal(object)
    happened = Signal(object)
    state_changed = Signal(object)
    run = "a run"


class Core:
    """Does work at once."""

    def submit(self, work, done, failed, key=None):
        done(work())


class Clock:
    """Goes on by what work takes."""

    def __init__(self):
        self.now = 0.0

    def perf_counter(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(live_feed.time, "perf_counter", clock.perf_counter)
    return clock


@pytest.fixture
def feed(qapp, clock):
    """A watched feed whose work takes the seconds in its request's number."""
    desk = Desk()

    def work(run, request):
        def compute():
            clock.now += request.number
            return request.number

        return compute

    feed = LiveFeed(Core(), desk, "test", Request(), work, desk)
    feed.desk = desk
    feed.watch(True)
    return feed


def test_that_the_first_renewal_of_a_run_which_also_compiles_holds_up_no_other(feed):
    feed.ask(number=2)
    feed.desk.run_changed.emit("another run")
    assert feed._timer.interval() == PACE_MS


def test_that_renewals_while_training_take_3_percent_of_the_time_at_most(feed):
    arrived = []
    feed.arrived.connect(arrived.append)
    for _ in range(2):
        feed.ask(number=3)
    assert arrived == [3, 3]
    assert 3 / (3 + feed._timer.interval() / 1000) <= 0.03
    assert feed._timer.isActive()


def test_that_what_others_do_because_of_a_renewal_counts_as_well(feed):
    for _ in range(2):
        feed.ask(number=0)
        feed.charge(3)
    assert 3 / (3 + feed._timer.interval() / 1000) <= 0.03


def test_that_what_is_cheap_is_renewed_at_the_usual_pace(feed):
    for _ in range(3):
        feed.ask(number=0)
    assert feed._timer.interval() == PACE_MS


def test_that_the_end_of_training_waits_for_nothing(feed):
    for _ in range(2):
        feed.ask(number=3)
    arrived = []
    feed.arrived.connect(arrived.append)
    feed.desk.state_changed.emit(StudioState.IDLE)
    assert arrived == [3]


def test_that_one_delay_among_cheap_ones_is_not_believed():
    cost = BoundedCost()
    assert cost.wait(500) == 500
    cost.took(5.0)
    assert cost.wait(500) == 500
    cost.took(0.1)
    assert cost.wait(500) == 3300
    cost.took(9.0)
    assert cost.wait(500) == 3300
    cost.forget()
    assert cost.wait(500) == 500
