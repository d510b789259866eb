"""Where the tiles of a latent grid lie."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.api import SpecError
from vae_studio.latent.grid import GridRequest


def quantiles(tiles):
    return scipy.stats.norm.ppf((np.arange(tiles) + 0.5) / tiles)


@pytest.fixture(scope="module")
def grid(latent_map):
    return latent_map.grid(GridRequest(rows=5, columns=7))


@pytest.fixture(scope="module")
def linear(latent_map):
    return latent_map.grid(GridRequest(rows=3, columns=5, spacing="linear", extent=2.5))


def test_that_tiles_sit_at_the_quantiles_of_the_prior_with_the_largest_up_in_the_top_row(grid):
    np.testing.assert_allclose(grid.across, quantiles(7), atol=1e-5)
    np.testing.assert_allclose(grid.up, quantiles(5)[::-1], atol=1e-5)
    np.testing.assert_array_equal(grid.z[2, :, 0], grid.across)
    np.testing.assert_array_equal(grid.z[:, 3, 1], grid.up)
    assert grid.z[0, 0, 1] == grid.up.max()
    assert grid.has_quantiles
    assert grid.reason == ""


def test_that_every_tile_is_the_mean_of_the_decoder_at_its_point(grid, small_model):
    for row, column in [(0, 0), (0, 6), (4, 0), (2, 3)]:
        expected = small_model.decoder(grid.z[row, column][None]).mean()[0]
        np.testing.assert_allclose(grid.images[row, column], expected, rtol=1e-5, atol=1e-6)


def test_that_linear_tiles_lie_in_equal_steps_around_the_mean(linear):
    np.testing.assert_allclose(linear.across, [-2.5, -1.25, 0, 1.25, 2.5], atol=1e-6)
    np.testing.assert_allclose(linear.up, [2.5, 0, -2.5], atol=1e-6)


@pytest.mark.parametrize("name", ["grid", "linear"])
def test_that_the_position_of_a_tile_s_centre_is_the_middle_of_the_tile(request, name):
    grid = request.getfixturevalue(name)
    rows, columns = grid.images.shape[:2]
    column, row = grid.position(grid.across[np.newaxis, :], grid.up[:, np.newaxis])
    np.testing.assert_allclose(np.broadcast_to(column, (rows, columns))[0], np.arange(columns) + 0.5, atol=2e-3)
    np.testing.assert_allclose(np.broadcast_to(row, (rows, columns))[:, 0], np.arange(rows) + 0.5, atol=2e-3)


@given(z=st.floats(-3.5, 3.5))
def test_that_a_position_is_the_share_of_the_prior_below_it(grid, z):
    column, row = grid.position(z, z)
    assert column == pytest.approx(7 * scipy.stats.norm.cdf(z), abs=2e-3)
    assert row == pytest.approx(5 * scipy.stats.norm.sf(z), abs=2e-3)


@pytest.mark.parametrize("name", ["grid", "linear"])
def test_that_what_lies_beyond_the_ends_is_put_on_them(request, name):
    grid = request.getfixturevalue(name)
    rows, columns = grid.images.shape[:2]
    column, row = grid.position(np.array([-50.0, 50.0]), np.array([-50.0, 50.0]))
    np.testing.assert_allclose(column, [0, columns], atol=1e-3)
    np.testing.assert_allclose(row, [rows, 0], atol=1e-3)


def test_that_a_prior_without_quantiles_is_shown_in_equal_steps_around_its_mean_and_says_why(mixture_map):
    grid = mixture_map.grid(GridRequest(rows=3, columns=3, extent=1.0))
    assert not grid.has_quantiles
    assert "not independent" in grid.reason
    assert grid.request.spacing == "linear"
    np.testing.assert_allclose(grid.across[1], 0.0, atol=1e-5)
    np.testing.assert_allclose(grid.up[1], 1.0, atol=1e-5)
    np.testing.assert_allclose(np.diff(grid.across), np.full(2, grid.across[2]), rtol=1e-5)


def test_that_a_single_row_varies_one_dimension_and_holds_the_other(latent_map):
    grid = latent_map.grid(GridRequest(columns=4, up=None, across=1, held=(0.7, 9.0)))
    assert grid.images.shape == (1, 4, 8, 8, 1)
    np.testing.assert_allclose(grid.z[0, :, 0], 0.7)
    np.testing.assert_allclose(grid.z[0, :, 1], quantiles(4), atol=1e-5)
    assert grid.up.shape == (0,)
    assert grid.position(0.0, 0.0)[1] == 0.5


def test_that_one_linear_tile_shows_the_mean(latent_map):
    grid = latent_map.grid(GridRequest(rows=1, columns=1, spacing="linear"))
    np.testing.assert_array_equal(grid.z, np.zeros((1, 1, 2)))
    np.testing.assert_allclose(grid.position(0.0, 0.0), (0.5, 0.5))


def test_that_a_grid_of_draws_shows_black_and_white_and_is_the_same_again(latent_map):
    request = GridRequest(rows=4, columns=4, show="draw")
    one, same = latent_map.grid(request).images, latent_map.grid(request).images
    assert set(np.unique(one)) == {0.0, 1.0}
    np.testing.assert_array_equal(one, same)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (GridRequest(across=2), "not among the model's 2 latent dimensions"),
        (GridRequest(across=-1), "not among"),
        (GridRequest(across=1, up=1), "two different latent dimensions"),
        (GridRequest(rows=0), "no tile"),
        (GridRequest(held=(1.0,)), "1 held values were given for 2"),
    ],
)
def test_that_a_grid_that_cannot_be_is_refused(latent_map, request_, words):
    with pytest.raises(SpecError, match=words):
        latent_map.grid(request_)
