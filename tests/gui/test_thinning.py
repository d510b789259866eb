"""Curves with fewer points that look the same."""

import numpy as np
import pytest

from vae_studio.gui.training.thinning import thinned


def test_that_few_points_stay_as_they_are_at_whatever_distances():
    points = np.array([1.0, 2.0, 2.01, 2.02]), np.array([4.0, 3.0, 2.0, 1.0])
    assert thinned(points, 0.0, 20.0, 100) is points


def test_that_each_column_keeps_its_first_least_greatest_and_last_point():
    epochs = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 1.1, 1.2, 1.3])
    values = np.array([5.0, 9.0, 7.0, 1.0, 6.0, 2.0, 3.0, 4.0])
    kept, of = thinned((epochs, values), 0.0, 2.0, 2)
    assert kept.tolist() == [0.1, 0.2, 0.4, 0.5, 1.1, 1.3]
    assert of.tolist() == [5.0, 9.0, 1.0, 6.0, 2.0, 4.0]


@pytest.mark.parametrize("view", [(0.0, 1000.0), (400.0, 420.0), (2000.0, 3000.0)])
def test_that_what_is_kept_is_bounded_in_order_and_reaches_as_far(view):
    generator = np.random.default_rng(0)
    epochs = np.sort(generator.uniform(0, 1000, 20_000))
    values = generator.normal(size=20_000)
    kept, of = thinned((epochs, values), *view, 100)
    assert len(kept) <= 4 * 102
    assert np.all(np.diff(kept) > 0)
    assert (kept[0], kept[-1]) == (epochs[0], epochs[-1])
    assert (of.min(), of.max()) == (values.min(), values.max())
    assert set(zip(kept, of, strict=True)) <= set(zip(epochs, values, strict=True))


def test_that_a_gap_stays_a_gap():
    values = np.arange(100.0)
    values[50] = np.nan
    kept, of = thinned((np.arange(100.0), values), 0.0, 100.0, 10)
    assert np.isnan(of[kept == 50.0]).all()
    assert 50.0 in kept


def test_that_a_plot_without_room_leaves_nothing_out():
    points = np.arange(10.0), np.arange(10.0)
    assert thinned(points, 0.0, 10.0, 0) is points
    assert thinned(points, 5.0, 5.0, 3) is points
