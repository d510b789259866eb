"""Taking turns fairly, and noticing when a comparison is not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from vae_studio_bench.settings import OptionError, Settings
from vae_studio_bench.throughput.epoch_turns import EpochTurns
from vae_studio_bench.throughput.models import MODELS, model_named
from vae_studio_bench.throughput.self_times import Stretch, self_times
from vae_studio_bench.throughput.standings import Standing, problems, rows
from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn


def standing(name, *paces, **values):
    values = {"parameters": 22_133, "negative_elbo": 180.0, **values}
    return Standing(name, name, images_per_second=list(paces), **values)


def test_that_a_ratio_is_taken_within_each_round():
    slowed = standing("studio", 100, 50, 10)
    assert slowed.ratio_to(standing("loop", 50, 25, 5)) == 2.0


def test_that_a_contest_yields_one_ratio_for_each_peer_beside_its_goal():
    model = model_named("conv28-128")
    first, loop, fit, absent = rows(
        model,
        [
            standing("studio", 100.0, 100.0),
            standing("tfp_loop", 25.0, 25.0),
            standing("keras_fit", 50.0, 50.0),
            Standing("torch_eager", "eager", status="not installed"),
        ],
    )
    assert (first.value, first.met) == (100.0, None)
    assert (loop.value, loop.target, loop.met, loop.moonshot_met) == (4.0, "≥ 3.5 ×", True, False)
    assert (fit.value, fit.met) == (2.0, None)
    assert (absent.value, absent.met, absent.note) == (None, None, "not installed")


def test_that_like_work_is_no_problem():
    assert problems([standing("a", 1.0), standing("b", 1.0, negative_elbo=184.0)], spread=0.05) == []


@pytest.mark.parametrize(
    ("odd", "complaint"),
    [
        ({"parameters": 22_134}, "has 22,134 parameters, not 22,133"),
        ({"negative_elbo": 200.0}, "reaches a negative ELBO of 200.0 nats"),
        ({"negative_elbo": float("nan")}, "reaches a negative ELBO of nan nats"),
        ({"status": "failed", "detail": "ended with status 1"}, "ended with status 1"),
    ],
)
def test_that_other_work_is_a_problem(odd, complaint):
    found = problems([standing("a", 1.0), standing("b", 1.0), standing("odd", 1.0, **odd)], spread=0.05)
    assert len(found) == 1
    assert complaint in found[0]


def test_that_a_timed_turn_does_not_count_its_lead_in():
    times = iter([0.0, 0.4, 0.6, 1.0, 1.7])
    turn = TimedTurn(seconds=1.0, lead_in=0.5, clock=lambda: next(times))
    assert [turn.over(10) for _ in range(4)] == [False, False, False, True]
    assert turn.steps == 20
    assert turn.seconds == pytest.approx(1.1)


def test_that_a_counted_turn_says_how_many_steps_are_left():
    turn = CountedTurn(10)
    assert not turn.over(6)
    assert turn.left == 4
    assert turn.over(4)


def epoch(step, negative_elbo=170.0):
    return SimpleNamespace(type="epoch", step=step, validation=SimpleNamespace(negative_elbo=negative_elbo))


def test_that_the_turn_of_a_whole_run_goes_from_the_end_of_an_epoch_to_that_of_another():
    times = iter([0.0, 1.0, 3.0, 7.0])
    turn, turns = TimedTurn(seconds=5.0, lead_in=0.5, clock=lambda: next(times)), EpochTurns()
    assert not turns.is_over(SimpleNamespace(type="started", parameters=22_133))
    turns.begin(turn)
    assert [turns.is_over(epoch(step)) for step in (400, 800, 1200)] == [False, False, True]
    assert (turn.steps, turn.seconds) == (800, 6.0)
    assert (turns.parameters, turns.negative_elbo) == (22_133, 170.0)


def test_that_a_run_that_ends_by_itself_is_an_error():
    with pytest.raises(RuntimeError, match="no memory"):
        EpochTurns().is_over(SimpleNamespace(type="finished", message="no memory", status="failed"))


def test_that_time_spent_within_is_not_counted_twice():
    line = [Stretch("process", 0, 10), Stretch("Conv2D", 1, 4), Stretch("inner", 2, 1), Stretch("Conv2D", 6, 2)]
    assert self_times(line) == {"process": 4, "Conv2D": 5, "inner": 1}


def test_that_options_must_be_among_what_there_is(tmp_path):
    settings = Settings(tmp_path, options={"models": "mlp-128, conv28-128", "seconds": "fast"})
    names = tuple(model.name for model in MODELS)
    assert settings.listed("models", names) == ("mlp-128", "conv28-128")
    with pytest.raises(OptionError, match="'conv28-128' is none of mlp-128"):
        settings.listed("models", ("mlp-128",))
    with pytest.raises(OptionError, match="'fast' is no number"):
        settings.number("seconds", 5.0)
    assert settings.number("tiles", 20) == 20
