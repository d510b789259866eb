"""How many steps a call runs, and when a live picture is due."""

import pytest

from vae_studio.training.pace import LivePace, Pace


def test_that_the_first_call_runs_a_single_step():
    assert Pace().steps(1000) == 1


def test_that_a_call_then_lasts_a_tenth_of_a_second_but_not_beyond_the_epoch():
    pace = Pace()
    pace.learn(1, 0.002)
    assert pace.steps(1000) == 50
    assert pace.steps(7) == 7


def test_that_a_slow_step_is_still_a_step():
    pace = Pace()
    pace.learn(1, 3.0)
    assert pace.steps(1000) == 1


def test_that_the_pace_follows_the_machine_smoothly():
    pace = Pace()
    pace.learn(10, 0.01)
    pace.learn(10, 0.11)
    assert pace.seconds_per_step == pytest.approx(0.003)
    for _ in range(60):
        pace.learn(10, 0.11)
    assert pace.seconds_per_step == pytest.approx(0.011, rel=1e-3)
    assert pace.rate(110) == pytest.approx(10_000, rel=1e-3)


def test_that_nothing_is_said_of_the_rate_before_it_is_known():
    assert Pace().rate(128) == 0.0


def test_that_a_clock_that_stands_still_does_no_harm():
    pace = Pace()
    pace.learn(1, 0.0)
    assert 1 <= pace.steps(10**9) <= 10_000


@pytest.fixture
def live():
    """A pace whose first picture, which also compiles, took two seconds and was ready at 100.0."""
    live = LivePace(0.5)
    assert live.is_due(98.0)
    live.made(98.0, 100.0)
    return live


def test_that_the_cost_of_the_first_live_picture_says_nothing_of_the_next(live):
    assert not live.is_due(100.49)
    assert live.is_due(100.5)


def test_that_live_pictures_come_at_their_interval_when_they_are_cheap(live):
    live.made(101.0, 101.01)
    assert not live.is_due(101.5)
    assert live.is_due(101.52)


def test_that_dear_live_pictures_take_a_fortieth_of_the_time(live):
    live.made(101.0, 101.06)
    assert not live.is_due(103.4)
    assert live.is_due(103.47)


def test_that_a_single_dear_live_picture_does_not_put_off_the_next_for_long(live):
    live.made(101.0, 101.01)
    live.made(102.0, 112.0)
    assert live.is_due(112.8)


def test_that_live_pictures_that_have_become_dear_are_soon_believed(live):
    live.made(101.0, 101.01)
    for _ in range(12):
        live.made(102.0, 103.0)
    assert not live.is_due(103.0 + 25.0)


def test_that_live_pictures_in_sum_take_their_share_at_most():
    live, now, spent = LivePace(0.5), 0.0, 0.0
    live.made(0.0, 1.0)
    for cost in [0.2, 0.02, 0.08] * 100:
        while not live.is_due(now):
            now += 0.01
        live.made(now, now + cost)
        now, spent = now + cost, spent + cost
    assert spent / now < 0.026
