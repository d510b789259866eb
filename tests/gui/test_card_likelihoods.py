"""How the tray measures log p(x), piece by piece, with a core that works when it is told to."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.gui.tray.likelihoods import (
    FIRST_PAUSE_MS,
    LARGEST_PIECE,
    REFERENCE,
    REFERENCE_TRAINING,
    CardLikelihoods,
)

IMAGE = np.zeros((2, 2, 1), np.uint8)


class WaitingCore:
    """Keeps work until :meth:`step` or :meth:`finish` does it."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, done, failed, key=None):
        self.waiting.append((work, done, failed))

    def step(self):
        work, done, failed = self.waiting.pop(0)
        try:
            found = work()
        except SpecError as error:
            failed(error)
        else:
            done(found)

    def finish(self):
        while self.waiting:
            self.step()


class LevelRun:
    """A run that finds every image as likely as its grey level says."""

    def __init__(self):
        self.measured = []
        self.shift = 0.0

    def log_likelihood(self, examples, samples):
        self.measured.append(len(examples))
        return -examples.mean(axis=(1, 2, 3)).astype(np.float64) - self.shift


@pytest.fixture
def core():
    return WaitingCore()


@pytest.fixture
def run():
    return LevelRun()


@pytest.fixture
def likelihoods(core, run, qapp):
    found = CardLikelihoods(core)
    found.set_run(run)
    return found


def reference(count):
    return np.arange(count, dtype=np.float32)[:, None, None, None] * np.ones((2, 2, 1), np.float32)


def test_that_the_cards_come_first_and_then_the_validation_images_in_pieces(likelihoods, core, run):
    likelihoods.set_reference(reference(101))
    assert core.waiting == [], "nothing is measured while there is nothing to compare"
    likelihoods.measure(1, {7: IMAGE + 3, 9: IMAGE + 5})
    core.step()
    assert likelihoods.comparing
    assert (likelihoods.surprise(7), likelihoods.surprise(9)) == (3.0, 5.0)
    assert likelihoods.typicality is None
    core.finish()
    assert not likelihoods.comparing
    assert (likelihoods.typicality.unusual, likelihoods.typicality.largest) == (90.0, 100.0)
    assert sum(run.measured) == 2 + 101
    assert max(run.measured) <= LARGEST_PIECE


def test_that_a_new_card_is_measured_alone_and_new_weights_measure_everything(likelihoods, core, run):
    likelihoods.set_reference(reference(10))
    likelihoods.measure(1, {1: IMAGE})
    core.finish()
    run.measured.clear()
    likelihoods.measure(1, {1: IMAGE, 2: IMAGE + 4})
    core.finish()
    assert run.measured == [1]
    run.shift = 2.0
    likelihoods.measure(2, {1: IMAGE, 2: IMAGE + 4})
    assert likelihoods.surprise(2) is None, "the value from before does not go with other weights"
    assert likelihoods.typicality is None
    core.step()
    assert (likelihoods.surprise(2), likelihoods.comparing) == (6.0, True)
    core.finish()
    assert likelihoods.surprise(2) == 6.0
    assert likelihoods.typicality.largest == 11.0


def test_that_weights_that_change_in_between_start_the_round_anew_while_nothing_trains(likelihoods, core, run):
    likelihoods.set_reference(reference(300))
    likelihoods.measure(1, {1: IMAGE})
    core.step()
    core.step()
    run.shift = 1.0
    likelihoods.measure(2, {1: IMAGE})
    core.finish()
    assert likelihoods.typicality.largest == 300.0
    assert likelihoods.surprise(1) == 1.0


def test_that_fewer_validation_images_are_measured_while_training_and_all_afterwards(likelihoods, core, qtbot):
    likelihoods.set_training(True)
    likelihoods.set_reference(reference(REFERENCE + 200))
    likelihoods.measure(1, {1: IMAGE})

    def measured(count):
        core.finish()
        return likelihoods.typicality is not None and likelihoods.typicality.count == count

    qtbot.waitUntil(lambda: measured(REFERENCE_TRAINING), timeout=20_000)
    likelihoods.set_training(False)
    likelihoods.measure(2, {1: IMAGE})
    qtbot.waitUntil(lambda: measured(REFERENCE), timeout=20_000)


def test_that_a_pause_follows_each_piece_while_training(likelihoods, core, run, qtbot, monkeypatch):
    from vae_studio.gui.tray import likelihoods as module

    clock = iter([0.0, 0.02] * 50)
    monkeypatch.setattr(module, "perf_counter", lambda: next(clock))
    likelihoods.set_training(True)
    likelihoods.set_reference(reference(50))
    likelihoods.measure(1, {1: IMAGE})
    core.step()
    assert core.waiting == []
    assert likelihoods._pause.interval() == FIRST_PAUSE_MS, "the first piece includes making the graph"
    qtbot.waitUntil(lambda: len(core.waiting) == 1)
    core.step()
    assert likelihoods._pause.interval() == 180
    qtbot.waitUntil(lambda: len(core.waiting) == 1)


def test_that_the_validation_images_are_left_off_where_they_take_too_long(likelihoods, core, run, monkeypatch):
    from vae_studio.gui.tray import likelihoods as module

    clock = iter(float(tick) for tick in range(1000))
    monkeypatch.setattr(module, "perf_counter", lambda: next(clock))
    likelihoods.set_reference(reference(500))
    likelihoods.measure(1, {1: IMAGE})
    core.finish()
    assert module.LONGEST_SECONDS <= likelihoods.typicality.count < module.LONGEST_SECONDS + LARGEST_PIECE
    assert 300 < likelihoods.typicality.largest < 500, "those measured are spread over all"


def test_that_a_model_without_a_likelihood_is_asked_once(likelihoods, core, run, qtbot):
    def refuse(examples, samples):
        run.measured.append(len(examples))
        raise SpecError("no likelihood")

    run.log_likelihood = refuse
    with qtbot.assertNotEmitted(likelihoods.failed), qtbot.waitSignal(likelihoods.changed):
        likelihoods.measure(1, {1: IMAGE})
        core.finish()
    assert not likelihoods.measurable
    likelihoods.measure(2, {1: IMAGE})
    core.finish()
    assert run.measured == [1]


def test_that_what_was_measured_of_another_run_is_forgotten(likelihoods, core, run):
    likelihoods.set_reference(reference(5))
    likelihoods.measure(1, {1: IMAGE + 9})
    other = LevelRun()
    likelihoods.set_run(other)
    core.finish()
    assert likelihoods.surprise(1) is None
    likelihoods.measure(2, {1: IMAGE + 8})
    core.finish()
    assert likelihoods.surprise(1) == 8.0
    assert likelihoods.typicality is None, "there is nothing to compare with yet"


def test_that_a_value_of_earlier_weights_is_told_while_training_and_gone_when_that_ends(
    likelihoods, core, qtbot
):
    likelihoods.set_training(True)
    likelihoods.measure(1, {1: IMAGE + 3})
    core.finish()
    assert (likelihoods.surprise(1), likelihoods.is_stale(1)) == (3.0, False)
    likelihoods.measure(2, {1: IMAGE + 3})
    assert (likelihoods.surprise(1), likelihoods.is_stale(1)) == (3.0, True)
    with qtbot.waitSignal(likelihoods.changed):
        likelihoods.set_training(False)
    assert likelihoods.surprise(1) is None
