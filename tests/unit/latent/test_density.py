"""The aggregate posterior on a plane, and the lines around it."""

import numpy as np
import pytest
import scipy.stats

from vae_studio.latent.contours import contour_lines
from vae_studio.latent.density import SIDE, AggregatePosterior, density_picture, usual_distance
from vae_studio.latent.grid import GridAxis, GridRequest, LatentGrid
from vae_studio.latent.planes import PlaneBasis

LOC = np.array([[0.0, 0.0, 5.0], [2.0, 1.0, -5.0]])
SCALE = np.array([[0.5, 1.0, 0.1], [0.7, 0.2, 0.1]])
HALF = np.sqrt(0.5)
STRAIGHT = PlaneBasis.of_dimensions(0, 1, np.zeros(3))
TURNED = PlaneBasis((0, 0, 0), (HALF, HALF, 0), (-HALF, HALF, 0), ("a", "b"))


def spread(plane):
    """Return the aggregate posterior of the two, as it is without widening."""
    basis = np.array([plane.right, plane.up])
    return AggregatePosterior(LOC @ basis.T, np.stack([basis @ np.diag(scale**2) @ basis.T for scale in SCALE]))


@pytest.mark.parametrize("plane", [STRAIGHT, TURNED])
def test_that_the_density_is_the_mean_of_the_posteriors_seen_on_the_plane(plane):
    aggregate = spread(plane)
    u, v = np.linspace(-2, 3, 7), np.linspace(-1, 2, 5)
    expected = np.mean(
        [
            scipy.stats.multivariate_normal(mean, covariance).pdf(np.stack(np.meshgrid(u, v), axis=-1))
            for mean, covariance in zip(aggregate.mean, aggregate.covariance, strict=True)
        ],
        axis=0,
    )
    np.testing.assert_allclose(aggregate.on_grid(u, v), expected, rtol=1e-4, atol=1e-9)


def test_that_wide_posteriors_are_kept_and_narrow_ones_widened_to_stand_for_their_neighbours():
    aggregate = AggregatePosterior.of(LOC, np.full((2, 3), 1e-3), STRAIGHT)
    deviation = np.sqrt(np.diagonal(aggregate.covariance, axis1=1, axis2=2))
    np.testing.assert_allclose(deviation, 4 * np.hypot(2, 1), rtol=1e-6)
    many = np.random.default_rng(0).normal(size=(500, 3))
    wide = AggregatePosterior.of(many, np.full((500, 3), 2.0), STRAIGHT)
    np.testing.assert_allclose(wide.covariance, np.broadcast_to(4 * np.eye(2), (500, 2, 2)))


def test_that_a_level_leaves_so_much_of_the_mass_outside():
    single = AggregatePosterior(np.zeros((1, 2)), np.eye(2)[np.newaxis])
    half, most = single.levels((0.5, 0.9))
    peak = 1 / (2 * np.pi)
    assert half == pytest.approx(peak * 0.5, rel=0.15)
    assert most == pytest.approx(peak * 0.1, rel=0.3)


def test_that_a_line_has_a_density_too():
    line = PlaneBasis.of_dimensions(0, None, [0.0])
    aggregate = AggregatePosterior.of(np.zeros((3, 1)), np.ones((3, 1)), line)
    values = aggregate.on_grid(np.array([0.0, 1.0]), np.zeros(2))
    np.testing.assert_allclose(values, np.broadcast_to(scipy.stats.norm.pdf([0, 1]), (2, 2)), rtol=1e-6)


def test_that_holes_are_empty_and_lines_lie_in_the_places_of_the_grid():
    axis = GridAxis(0, np.zeros(2), np.array([-4.0, 4.0]), np.array([0.0, 1.0]), endless=True)
    grid = LatentGrid(np.zeros((2, 2, 1, 1, 1)), np.zeros((2, 2, 2)), axis, axis, GridRequest())
    single = AggregatePosterior(np.array([[0.0, 2.0]]), 0.25 * np.eye(2)[np.newaxis])
    picture = density_picture(single, single.levels((0.5, 0.99)), grid)
    assert picture.emptiness.shape == (SIDE, SIDE)
    assert picture.emptiness[SIDE // 4, SIDE // 2] == 0
    assert picture.emptiness[3 * SIDE // 4, SIDE // 2] == pytest.approx(1.0)
    places = picture.lines[1].reshape(-1, 2)
    np.testing.assert_allclose(places.mean(axis=0), [0.5, 0.25], atol=0.01)


def test_that_a_contour_follows_the_height():
    rows, columns = np.mgrid[:40, :50]
    heights = np.hypot(columns - 22.3, rows - 18.6)
    pieces = contour_lines(heights, 11.0)
    distance = np.hypot(pieces[..., 0] - 22.3, pieces[..., 1] - 18.6)
    np.testing.assert_allclose(distance, 11.0, atol=0.02)
    assert np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=1).sum() == pytest.approx(2 * np.pi * 11, rel=0.01)


def test_that_every_case_of_a_cell_keeps_low_and_high_corners_apart():
    generator = np.random.default_rng(1)
    heights = generator.normal(size=(30, 30))
    ends = contour_lines(heights, 0.0).reshape(-1, 2)
    on_side = np.isclose(ends % 1, 0).any(axis=1)
    assert on_side.all()
    _, met = np.unique(np.round(ends, 9), axis=0, return_counts=True)
    inside = (ends > 0).all(axis=1) & (ends < 29).all(axis=1)
    assert inside.any()
    assert met.max() == 2  # two pieces meet where the line goes on, never more


def test_that_flat_and_infinite_values_have_no_line():
    assert len(contour_lines(np.zeros((4, 4)), 1.0)) == 0
    assert len(contour_lines(np.full((4, 4), np.nan), 1.0)) == 0


def test_that_one_point_has_no_neighbour():
    assert usual_distance(np.zeros((1, 2))) == 0.0
    assert usual_distance(np.array([[0.0, 0], [3, 4]])) == pytest.approx(5.0)
