"""Encoded examples as points, and round numbers along their axes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.latent.points import LatentPoints, axis_names, spread_out, widest_axes
from vae_studio.latent.ticks import round_ticks


def points(loc, scale):
    return LatentPoints(np.array(loc), np.array(scale), np.arange(len(loc)), None, (), "test", len(loc))


def test_that_a_plane_takes_the_means_of_its_two_dimensions():
    some = points([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[0.1] * 3] * 2)
    assert some.plane(2, 0).tolist() == [[3.0, 1.0], [6.0, 4.0]]
    assert axis_names(2, 0) == ("z3", "z1")


def test_that_a_single_dimension_is_drawn_against_its_standard_deviation():
    assert points([[1.0], [2.0]], [[0.25], [0.5]]).plane(0, None).tolist() == [[1.0, 0.25], [2.0, 0.5]]
    assert axis_names(0, None) == ("z1", "σ1")


@given(st.integers(1, 200), st.integers(1, 200))
def test_that_chosen_examples_are_spread_over_all_of_them(size, count):
    indices = np.arange(size) * 3
    chosen = spread_out(indices, count)
    assert len(chosen) == min(size, count) == len(set(chosen.tolist()))
    assert set(chosen) <= set(indices)
    if count > 1:
        assert chosen[0] == indices[0]
        assert chosen[-1] == indices[-1]


def test_that_the_widest_axes_are_those_that_vary_most_in_ascending_order():
    loc = np.random.default_rng(0).normal(size=(500, 4)) * np.array([1.0, 0.1, 5.0, 0.5])
    assert widest_axes(loc) == (0, 2)
    assert widest_axes(loc[:, :1]) == (0, None)


@given(
    st.floats(-1e6, 1e6, allow_nan=False),
    st.floats(1e-4, 1e6, allow_nan=False),
    st.integers(3, 9),
)
def test_that_ticks_are_few_ascending_and_within_the_axis(low, span, most):
    high = low + span
    ticks = round_ticks(low, high, most)
    places = [place for place, _ in ticks]
    assert 1 <= len(ticks) <= most + 1
    assert places == sorted(set(places))
    assert all(low - 1e-6 * span <= place <= high + 1e-6 * span for place in places)


def test_that_an_axis_that_just_misses_two_round_numbers_keeps_one():
    assert len(round_ticks(1.0, 400_002.0, 3)) == 2


def test_that_ticks_are_round_and_their_minus_is_a_true_one():
    assert [words for _, words in round_ticks(-2.2, 2.1, 6)] == ["−2", "−1", "0", "1", "2"]
    assert [words for _, words in round_ticks(0.0, 0.5, 6)] == ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (0.0, float("nan")), (0.0, float("inf"))])
def test_that_an_axis_without_length_has_no_ticks(low, high):
    assert round_ticks(low, high) == []
