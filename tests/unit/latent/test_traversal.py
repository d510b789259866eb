"""Sweeps along single latent dimensions, by numpy alone."""

import numpy as np
import pytest

from vae_studio.latent.strips import of_traversals
from vae_studio.latent.traversal import (
    DimensionUse,
    TraversalRequest,
    Traversals,
    quantile_shares,
    sigma_values,
    sweep,
)

MEAN, DEVIATION = np.array([0.0, 1.0, -2.0]), np.array([1.0, 0.5, 2.0])


@pytest.fixture
def traversals():
    """Three dimensions of which the second carries nothing; each picture is 2×1 and holds its z."""
    use = DimensionUse(
        np.array([0.5, 0.001, 0.9]), np.array([True, False, True]), np.array([1.0, 0.0, 2.0]), 10
    )
    values = sigma_values(MEAN, DEVIATION, 5, 2.0)
    start = np.array([0.5, 9.0, -2.0], np.float32)
    z = sweep(start, use.order(), values)
    images = np.zeros((3, 5, 2, 1, 1), np.float32)
    images[..., 0, 0, 0] = np.linspace(0, 1, 5)
    return Traversals(images, z, use.order(), start, images[0, 0], use, TraversalRequest(5, "sigma", 2.0))


def test_that_a_sweep_reaches_so_many_deviations_to_both_sides_of_the_mean():
    values = sigma_values(MEAN, DEVIATION, 5, 3.0)
    np.testing.assert_allclose(values[:, 0], MEAN - 3 * DEVIATION)
    np.testing.assert_allclose(values[:, 2], MEAN)
    np.testing.assert_allclose(values[:, 4], MEAN + 3 * DEVIATION)
    np.testing.assert_allclose(sigma_values(MEAN, DEVIATION, 1, 3.0)[:, 0], MEAN)


def test_that_quantiles_lie_in_the_middle_of_equal_shares():
    np.testing.assert_allclose(quantile_shares(4), [0.125, 0.375, 0.625, 0.875])


def test_that_only_the_swept_dimension_moves(traversals):
    for row, dimension in enumerate(traversals.dimensions):
        others = np.delete(traversals.z[row], dimension, axis=1)
        np.testing.assert_array_equal(others, np.tile(np.delete(traversals.start, dimension), (5, 1)))
        np.testing.assert_array_equal(traversals.z[row, :, dimension], traversals.values[row])


def test_that_rows_are_sorted_by_kl_or_by_the_spread_where_there_is_none():
    kl = DimensionUse(np.array([1.0, 2.0, 3.0]), np.ones(3, bool), np.array([0.3, 0.1, 0.2]), 1)
    assert kl.order().tolist() == [0, 2, 1]
    assert DimensionUse(kl.spread, kl.active, None, 1).order().tolist() == [2, 1, 0]


def test_that_the_start_is_found_between_the_steps_and_not_outside_the_sweep(traversals):
    assert traversals.dimensions.tolist() == [2, 0, 1]
    places = traversals.places_of_start()
    np.testing.assert_allclose(places[:2], [2.0, 2.5])
    assert np.isnan(places[2]), "9 lies outside 1 ± 2 · 0.5"


def test_that_the_picture_holds_the_rows_and_the_animation_goes_there_and_back(traversals):
    strips = of_traversals(traversals)
    grey = np.array([0, 64, 128, 191, 255])
    expected = np.zeros((6, 5, 1), np.uint8)
    expected[::2, :, 0] = grey
    np.testing.assert_array_equal(strips.pixels(), expected)
    frames = strips.frames()
    assert [int(frame[0, 0, 0]) for frame in frames] == [0, 64, 128, 191, 255, 191, 128, 64]
    assert {frame.shape for frame in frames} == {(6, 1, 1)}


def test_that_the_file_says_which_dimension_each_row_is_counted_from_one(traversals, tmp_path):
    of_traversals(traversals).save(tmp_path / "sweeps.npz")
    with np.load(tmp_path / "sweeps.npz") as saved:
        assert saved["dimension"].tolist() == [3, 1, 2]
        np.testing.assert_array_equal(saved["z"], traversals.z)
        np.testing.assert_array_equal(saved["kl"], [1.0, 0.0, 2.0])
