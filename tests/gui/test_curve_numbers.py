"""What the curves are made of: smoothing, ticks, marks, tables, and the phases of a set-up."""

import csv
import io

import numpy as np
import pytest

from vae_studio.evaluation.figures import Figures
from vae_studio.gui.training.curve_axis import CurveAxis, log_words
from vae_studio.gui.training.curve_table import curve_arrays, curve_csv
from vae_studio.gui.training.log_ticks import log_ticks
from vae_studio.gui.training.marks import Mark, marks_of
from vae_studio.gui.training.set_up import SetUp
from vae_studio.gui.training.smoothing import smoothed
from vae_studio.training.events import Adjusted, EpochMetrics


def figures(elbo):
    return Figures(negative_elbo=elbo, reconstruction=elbo - 5, kl=5.0, kl_per_dimension=(3.0, 2.0))


def epoch_end(number, **changes):
    known = {
        "epoch": number,
        "step": 10 * number,
        "train": figures(200.0 - number),
        "validation": figures(190.0 - number),
        "objective": 199.0,
        "beta": 0.5,
        "effective_beta": 0.45,
        "learning_rate": 0.001,
        "active_units": 2,
        "seconds": 3.0,
        "images_per_second": 1000.0,
    }
    return EpochMetrics(**(known | changes))


def adjusted(epoch, kl_weight, learning_rate):
    return Adjusted(step=round(10 * epoch), epoch=epoch, kl_weight=kl_weight, learning_rate=learning_rate)


def test_that_smoothing_keeps_a_constant_and_the_first_value():
    assert smoothed(np.full(50, 3.0), 0.99) == pytest.approx(np.full(50, 3.0))
    assert smoothed(np.array([7.0, 1.0, 2.0]), 0.9)[0] == 7.0


def test_that_smoothing_weighs_earlier_values_less():
    values = np.random.default_rng(0).normal(size=20)
    weights = 0.8 ** np.arange(20)[::-1]
    assert smoothed(values, 0.8)[-1] == pytest.approx(np.sum(weights * values) / np.sum(weights))


def test_that_no_smoothing_changes_nothing_and_a_weight_of_one_is_refused():
    values = np.array([1.0, 5.0])
    assert smoothed(values, 0.0) is values
    assert len(smoothed(np.zeros(0), 0.5)) == 0
    with pytest.raises(ValueError, match=r"not in \[0, 1\)"):
        smoothed(values, 1.0)


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (158.0, 232.0, 5, [160, 180, 200, 220]),
        (0.9, 120.0, 10, [1, 2, 5, 10, 20, 50, 100]),
        (0.9, 120.0, 5, [1, 3, 10, 30, 100]),
        (1e-6, 1e6, 7, [1e-6, 1e-4, 1e-2, 1, 1e2, 1e4, 1e6]),
    ],
)
def test_that_ticks_of_a_log_axis_are_round_and_few(low, high, most, ticks):
    assert log_ticks(low, high, most) == pytest.approx(ticks)


def test_that_ticks_of_a_log_axis_lie_within_any_range_and_never_crowd():
    generator = np.random.default_rng(1)
    for _ in range(200):
        low = 10 ** generator.uniform(-8, 8)
        high = low * 10 ** generator.uniform(0.001, 9)
        ticks = log_ticks(low, high, 5)
        assert len(ticks) <= 5
        assert np.all((ticks >= low * (1 - 1e-9)) & (ticks <= high * (1 + 1e-9)))


def test_that_ticks_of_a_log_axis_have_the_digits_that_they_have():
    assert log_words([160.0, 0.5, 1.0, 25.0, 1e-5, 20_000.0]) == [
        "160",
        "0.5",
        "1",
        "25",
        "1.0e−5",
        "20\u2009000",
    ]


def test_that_a_mark_says_only_what_was_changed():
    changes = [
        adjusted(2.5, 2.0, None),
        adjusted(3.0, 2.0, 0.0005),
        adjusted(4.0, None, 0.0005),
        adjusted(5.0, 1.0, None),
        adjusted(6.0, 1.0, None),
    ]
    assert marks_of(changes) == (
        Mark(2.5, "KL weight 2"),
        Mark(3.0, "Learning rate 0.0005"),
        Mark(4.0, "KL weight by schedule"),
        Mark(5.0, "KL weight 1, learning rate by schedule"),
    )


def test_that_the_table_has_a_line_for_each_epoch_and_says_in_which_one_the_run_was_changed():
    epochs = [epoch_end(1, validation=None), epoch_end(2), epoch_end(3)]
    lines = list(csv.DictReader(io.StringIO(curve_csv(epochs, [Mark(1.5, "KL weight 2")]))))
    assert [line["epoch"] for line in lines] == ["1", "2", "3"]
    assert [line["validation_negative_elbo"] for line in lines] == ["", "188.0", "187.0"]
    assert [line["changed"] for line in lines] == ["", "KL weight 2", ""]
    assert lines[1]["kl_z2"] == "2.0"
    assert lines[1]["effective_beta"] == "0.45"


def test_that_the_arrays_hold_the_same_as_the_table():
    arrays = curve_arrays([epoch_end(1, validation=None), epoch_end(2, active_units=None)])
    assert arrays["train_negative_elbo"].tolist() == [199.0, 198.0]
    assert np.isnan(arrays["validation_kl"][0])
    assert np.isnan(arrays["active_units"][1])
    assert curve_arrays([]) == {}


def test_that_the_phases_of_a_set_up_are_timed_one_after_the_other():
    set_up = SetUp.expected(with_import=True).begin("importing", 10.0)
    assert [phase.seconds(11.5) for phase in set_up.phases] == [1.5, None, None, None]
    set_up = set_up.begin("building", 16.0).begin("reading", 17.0, "Bringing 10 examples into memory")
    assert [phase.name for phase in set_up.phases] == ["importing", "building", "reading", "compiling"]
    assert [phase.seconds(18.0) for phase in set_up.phases] == [6.0, 1.0, 1.0, None]
    assert set_up.running.detail == "Bringing 10 examples into memory"
    assert set_up.begin("reading", 19.0) is set_up
    assert set_up.end(20.0).running is None


def test_that_a_phase_that_comes_again_goes_on_from_its_time():
    set_up = (
        SetUp.expected(with_import=False).begin("reading", 1.0).begin("building", 3.0).begin("reading", 4.0)
    )
    assert [(phase.name, phase.seconds(5.0)) for phase in set_up.phases] == [
        ("building", 1.0),
        ("reading", 3.0),
        ("compiling", None),
    ]


def test_that_a_phase_that_was_passed_over_is_left_out():
    set_up = SetUp.expected(with_import=False).begin("compiling", 1.0)
    assert [phase.name for phase in set_up.phases] == ["compiling"]


@pytest.mark.parametrize(("low", "high"), [(0.0, 2.0), (0.98, 2.02), (3.2, 4.4), (0.0, 40.0)])
def test_that_epochs_have_ticks_at_whole_numbers_alone(qtbot, low, high):
    axis = CurveAxis("bottom")
    axis.whole = True
    ticks = [value for _, values in axis.tickValues(low, high, 240) for value in values]
    assert ticks
    assert all(float(value).is_integer() for value in ticks)
