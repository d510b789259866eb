"""The right to train a run."""

import threading

import pytest

from vae_studio.api import RunError
from vae_studio.runs.lock import is_locked, training_lock


def test_that_a_look_leaves_nothing_behind_and_takes_nothing_away(run):
    assert not is_locked(run.path)
    assert not (run.path / ".lock").exists()
    with training_lock(run.path):
        assert is_locked(run.path)
        assert is_locked(run.path)
    assert not is_locked(run.path)


def test_that_only_one_holds_it(run):
    with (
        training_lock(run.path),
        pytest.raises(RunError, match="being trained by another process"),
        training_lock(run.path),
    ):
        raise AssertionError


def test_that_it_is_waited_for_while_somebody_only_looks(run):
    """Lists of runs take the lock for an instant: training that begins just then must not be refused."""
    held, wanted, got = threading.Event(), threading.Event(), []

    def look():
        with training_lock(run.path):
            held.set()
            assert wanted.wait(10)

    looking = threading.Thread(target=look)
    looking.start()
    assert held.wait(10)
    threading.Timer(0.03, wanted.set).start()
    with training_lock(run.path):
        got.append(True)
    looking.join()
    assert got
