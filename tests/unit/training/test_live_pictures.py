"""When pictures of the weights are made while they are trained."""

import pytest

from vae_studio.training.control import Control
from vae_studio.training.live_pictures import LivePictures

STEPS_PER_EPOCH = 12


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def control():
    return Control(live=lambda: "picture")


def drawn(control, clock, times):
    """Return the steps after which pictures were made, of steps that end at these times."""
    events = []
    pictures = LivePictures(control, clock, events.append)
    for step, clock.now in enumerate(times, start=1):
        pictures.serve(step, STEPS_PER_EPOCH)
    return [event.step for event in events]


def test_that_pictures_keep_their_interval(control, clock):
    assert drawn(control, clock, [0.0, 0.2, 0.4, 0.5, 0.6, 1.0, 1.1]) == [1, 4, 6]


def test_that_there_is_one_after_each_epoch(control, clock):
    control.live_epochs = True
    assert drawn(control, clock, [0.1 * step for step in range(30)]) == [12, 24]


def test_that_epochs_of_a_moment_do_not_each_get_one(control, clock):
    control.live_epochs = True
    assert drawn(control, clock, [0.001 * step for step in range(130)]) == [12, 120]


def test_that_there_is_one_after_every_so_many_steps(control, clock):
    control.live_steps = 5
    assert drawn(control, clock, [0.1 * step for step in range(17)]) == [5, 10, 15]


def test_that_steps_of_a_moment_give_ten_pictures_a_second(control, clock):
    control.live_steps = 5
    steps = drawn(control, clock, [0.003 * step for step in range(1000)])
    assert 25 <= len(steps) <= 31
    assert all(step % 5 == 0 for step in steps)


def test_that_dear_pictures_after_a_number_of_steps_are_made_all_the_same(control, clock):
    def dear():
        clock.now += 1.0

    control.live, control.live_steps = dear, 1
    assert drawn(control, clock, [2.0 * step for step in range(8)]) == list(range(1, 9))


def test_that_calls_end_where_a_picture_is_asked_for(control, clock):
    pictures = LivePictures(control, clock, print)
    assert pictures.steps_until(7, 100) == 100
    control.live_steps = 5
    assert [pictures.steps_until(step, 100) for step in (0, 7, 9, 10)] == [5, 3, 1, 5]
    assert pictures.steps_until(7, 2) == 2
    control.live = None
    assert pictures.steps_until(7, 100) == 100


def test_that_a_picture_that_fails_is_told_once(control, clock):
    events = []

    def fail():
        raise ValueError("no picture today")

    control.live = fail
    pictures = LivePictures(control, clock, events.append)
    for clock.now in (0.0, 1.0, 2.0):
        pictures.serve(1, STEPS_PER_EPOCH)
    (warning,) = events
    assert "no picture today" in warning.message


def test_that_pictures_nobody_wanted_do_not_make_the_next_seem_cheap(control, clock):
    events = []

    def dear():
        clock.now += 0.1
        return "picture"

    pictures = LivePictures(control, clock, events.append)

    def serve(seconds):
        until = clock.now + seconds
        while clock.now < until:
            clock.now += 0.05
            pictures.serve(1, STEPS_PER_EPOCH)

    control.live = dear
    serve(20.0)
    control.live = lambda: None
    serve(60.0)
    control.live = dear
    events.clear()
    serve(40.0)
    made = [event for event in events if event.payload is not None]
    assert 0.1 * len(made) / 40.0 <= 0.026
    assert len(made) >= 8
