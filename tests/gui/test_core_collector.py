"""Garbage is collected on the GUI thread while the core thread lives."""

import gc
import threading
import weakref

import pytest

from vae_studio.gui.core.collector import FULL_INTERVAL, GuiCollector
from vae_studio.gui.core.worker import Core


class Cycle:
    def __init__(self):
        self.itself = self


def many_cycles():
    """Make enough garbage for an automatic collection; return a reference to some of it."""
    made = [Cycle() for _ in range(20_000)]
    return weakref.ref(made[0])


@pytest.fixture
def collector(qapp):
    now = [0.0]
    collector = GuiCollector(clock=lambda: now[0])
    collector.now = now
    yield collector
    collector.stop()


def test_that_the_automatic_collector_rests_while_it_is_on(collector):
    assert gc.isenabled()
    collector.start()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()


def test_that_garbage_is_collected_by_the_timer(collector, qtbot):
    collector.start()
    garbage = many_cycles()
    assert garbage() is not None
    qtbot.waitUntil(lambda: garbage() is None)


def test_that_a_held_collector_collects_nothing(collector):
    collector.start()
    collector.hold(True)
    garbage = many_cycles()
    collector.collect()
    assert garbage() is not None
    collector.hold(False)
    collector.collect()
    assert garbage() is None


def test_that_everything_is_collected_once_a_minute_at_most(collector, monkeypatch):
    full = []
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 1000))
    monkeypatch.setattr(gc, "collect", lambda *generation: full.append(generation))
    collector.start()
    collector.collect()
    assert full == []
    collector.now[0] = FULL_INTERVAL
    collector.collect()
    collector.collect()
    assert full == [()]


def test_that_the_core_thread_destroys_no_garbage(qtbot):
    core, threads, garbage = Core(), [], []

    def litter():
        cycle = Cycle()
        weakref.finalize(cycle, lambda: threads.append(threading.current_thread()))
        del cycle
        garbage.append(many_cycles())

    core.start()
    core.submit(litter, lambda _: None, lambda error: None)
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]
    with qtbot.waitSignal(core.finished):
        core.quit()
    assert gc.isenabled()
