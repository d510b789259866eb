"""Parts of a plane, oblique planes, and places on a grid."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.api import SpecError
from vae_studio.latent.grid import GridRequest, Window, coarse
from vae_studio.latent.planes import PlaneBasis, plane_through

HALF = np.sqrt(0.5)
TURNED = PlaneBasis((0.5, 0.0), (HALF, HALF), (-HALF, HALF), ("a", "b"))
"""A plane turned by 45° about (0.5, 0)."""
WINDOW = Window(-0.5, 1.0, 0.0, 0.8)


@pytest.fixture(scope="module", params=["quantile", "linear"])
def part(request, latent_map):
    return latent_map.grid(GridRequest(rows=4, columns=6, spacing=request.param, window=WINDOW))


def test_that_the_tiles_of_a_part_fill_it(part):
    assert WINDOW.left < part.across[0] < part.across[-1] < WINDOW.right
    assert WINDOW.bottom < part.up[-1] < part.up[0] < WINDOW.top
    column, row = part.position(np.array([WINDOW.left, WINDOW.right]), np.array([WINDOW.top, WINDOW.bottom]))
    np.testing.assert_allclose(column, [0, 6], atol=2e-3)
    np.testing.assert_allclose(row, [0, 4], atol=2e-3)


def test_that_a_part_in_quantiles_takes_equal_shares_of_the_prior_between_its_ends(latent_map):
    grid = latent_map.grid(GridRequest(rows=1, columns=8, up=None, window=Window(-1.0, 2.0, 0, 0)))
    low, high = scipy.stats.norm.cdf([-1.0, 2.0])
    shares = scipy.stats.norm.cdf(grid.across)
    np.testing.assert_allclose(shares, low + (np.arange(8) + 0.5) / 8 * (high - low), atol=1e-4)


def test_that_the_tiles_of_a_part_are_decoded_where_they_lie(part, small_model):
    expected = small_model.decoder(part.z[1, 2][None]).mean()[0]
    np.testing.assert_allclose(part.images[1, 2], expected, rtol=1e-5, atol=1e-6)


def test_that_places_do_not_depend_on_the_part_that_is_decoded(part, latent_map):
    whole = latent_map.grid(GridRequest(rows=4, columns=6, spacing=part.request.spacing))
    z = np.linspace(-1.5, 1.5, 5)
    np.testing.assert_allclose(part.place(z, z), whole.place(z, z), atol=1e-6)
    left, top, width, height = part.frame
    np.testing.assert_allclose(whole.place(WINDOW.left, WINDOW.top), (left, top), atol=1e-6)
    np.testing.assert_allclose(
        whole.place(WINDOW.right, WINDOW.bottom), (left + width, top + height), atol=1e-6
    )


@given(x=st.floats(0.001, 0.999), y=st.floats(0.001, 0.999))
def test_that_a_place_and_its_coordinates_belong_together(part, x, y):
    np.testing.assert_allclose(part.place(*part.coordinates(x, y)), (x, y), atol=1e-6)
    np.testing.assert_allclose(part.z_at(x, y), np.stack(part.coordinates(x, y)), atol=1e-6)


def test_that_the_part_in_view_is_asked_for_by_its_coordinates(part):
    window = part.window(*part.frame)
    np.testing.assert_allclose(
        (window.left, window.right, window.bottom, window.top),
        (WINDOW.left, WINDOW.right, WINDOW.bottom, WINDOW.top),
        atol=1e-4,
    )


def test_that_equal_steps_go_on_beyond_the_range_and_quantiles_do_not(latent_map):
    beyond = Window(1.0, 5.0, -1.0, 1.0)
    linear = latent_map.grid(GridRequest(rows=2, columns=4, spacing="linear", extent=2.0, window=beyond))
    np.testing.assert_allclose(linear.across, [1.5, 2.5, 3.5, 4.5], atol=1e-6)
    assert linear.frame[0] + linear.frame[2] > 1.0
    quantile = latent_map.grid(GridRequest(rows=2, columns=4, window=Window(1.0, 50.0, -1.0, 1.0)))
    assert quantile.frame[0] + quantile.frame[2] == 1.0


@pytest.mark.parametrize("window", [Window(1.0, 1.0, 0, 1), Window(1.0, -1.0, 0, 1), Window(60.0, 70.0, 0, 1)])
def test_that_a_window_that_covers_nothing_is_refused(latent_map, window):
    with pytest.raises(SpecError, match="covers nothing"):
        latent_map.grid(GridRequest(rows=2, columns=2, window=window))


def test_that_an_oblique_plane_has_the_quantiles_of_the_gaussian_on_it(latent_map):
    grid = latent_map.grid(GridRequest(rows=3, columns=5, plane=TURNED))
    quantiles = scipy.stats.norm.ppf((np.arange(5) + 0.5) / 5)
    np.testing.assert_allclose(grid.across, quantiles - 0.5 * HALF, atol=1e-5)
    np.testing.assert_allclose(grid.z, TURNED.to_z(*np.meshgrid(grid.across, grid.up)), atol=1e-6)
    assert grid.has_quantiles
    assert grid.across_axis.dimension is None


def test_that_equal_steps_on_an_oblique_plane_lie_around_its_origin(latent_map):
    grid = latent_map.grid(GridRequest(rows=3, columns=3, plane=TURNED, spacing="linear", extent=1.0))
    np.testing.assert_allclose(grid.z[1, 1], TURNED.origin, atol=1e-6)
    np.testing.assert_allclose(grid.across, [-1, 0, 1], atol=1e-6)


def test_that_a_plane_through_three_points_has_them_at_their_places(latent_map):
    corners = np.array([[0.0, 0.2], [1.0, 0.0], [0.3, -0.9]])
    grid = latent_map.grid(GridRequest(rows=4, columns=4, plane=plane_through(*corners)))
    x, y = grid.place(*grid.plane.to_plane(corners))
    np.testing.assert_allclose(grid.z_at(x, y), corners, atol=1e-4)


def test_that_an_oblique_plane_of_another_family_is_shown_in_equal_steps_and_says_why(mixture_map):
    grid = mixture_map.grid(GridRequest(rows=2, columns=2, plane=TURNED))
    assert not grid.has_quantiles
    assert grid.request.spacing == "linear"


def test_that_a_plane_of_another_latent_space_is_refused(latent_map):
    plane = PlaneBasis.of_dimensions(0, 1, np.zeros(3))
    with pytest.raises(SpecError, match="3 latent dimensions; the model has 2"):
        latent_map.grid(GridRequest(plane=plane))


def test_that_fewer_tiles_cover_the_same_frame(latent_map):
    request = GridRequest(rows=20, columns=20, spacing="linear", extent=1.7)
    fine, rough = latent_map.grid(request), latent_map.grid(coarse(request, 4))
    assert rough.images.shape[:2] == (4, 4)
    np.testing.assert_allclose(rough.across_axis.table_z, fine.across_axis.table_z, rtol=1e-6)


def test_that_a_single_row_and_a_small_grid_stay_as_they_are():
    for request in (GridRequest(up=None, columns=30), GridRequest(rows=4, columns=4)):
        assert coarse(request, 10) is request
