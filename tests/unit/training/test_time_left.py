"""How long the rest of a run takes."""

import pytest

from vae_studio.training.time_left import TimeLeft


@pytest.fixture
def left():
    return TimeLeft(validation=500, test=1000, batch_size=100)


def test_that_nothing_is_known_before_the_first_steps(left):
    assert left.seconds(10, 1) is None


def test_that_unmeasured_splits_are_taken_to_cost_what_training_steps_do(left):
    left.stepped(10, 1.0)
    assert left.seconds(20, 2) == pytest.approx(2.0 + 2 * 0.5 + 1.0)


def test_that_the_second_epoch_end_replaces_the_first_which_also_compiled(left):
    left.stepped(10, 1.0)
    left.ended(measuring=4.0, seconds=5.0)
    assert left.seconds(0, 1) == pytest.approx(5.0 + 2 * 4.0)
    left.ended(measuring=0.2, seconds=0.3)
    assert left.seconds(0, 1) == pytest.approx(0.3 + 2 * 0.2)
    left.ended(measuring=0.3, seconds=0.4)
    assert 0.3 + 0.4 < left.seconds(0, 1) < 0.4 + 0.6


def test_that_only_the_test_is_left_after_the_last_epoch(left):
    left.stepped(10, 1.0)
    left.ended(0.1, 0.2)
    assert left.seconds(0, 0) == pytest.approx(0.2)


def test_that_the_pace_of_the_last_seconds_counts_most(left):
    left.stepped(10, 1.0)
    for _ in range(100):
        left.stepped(10, 2.0)
    assert left.seconds(10, 0) == pytest.approx(2.0 + 1000 * 0.002, rel=0.01)


def test_that_a_run_without_splits_is_its_steps():
    left = TimeLeft(0, 0, 100)
    left.stepped(10, 1.0)
    left.ended(0.0, 0.1)
    assert left.seconds(10, 2) == pytest.approx(1.2)
