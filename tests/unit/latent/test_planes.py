"""Planes of a latent space, and coordinates on them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vae_studio.api import SpecError
from vae_studio.latent.planes import PlaneBasis, plane_through, principal_plane

points = arrays(np.float64, (3, 5), elements=st.floats(-4, 4, width=32))


def random_codes(count=400):
    """Return codes that vary most along (1, 1, 0, 0), then along the third dimension."""
    generator = np.random.default_rng(3)
    heading = np.array([1, 1, 0, 0]) / np.sqrt(2)
    codes = generator.normal(size=(count, 1)) * 3 * heading + generator.normal(size=(count, 4)) * 0.1
    codes[:, 2] += generator.normal(size=count) + 0.5
    return codes


def test_that_the_plane_of_two_dimensions_has_their_z_as_coordinates_and_holds_the_others():
    plane = PlaneBasis.of_dimensions(2, 0, [9.0, 0.5, 9.0])
    np.testing.assert_array_equal(plane.to_z(1.5, -2.0), [-2.0, 0.5, 1.5])
    assert plane.to_plane(np.array([-2.0, 7.0, 1.5])) == (1.5, -2.0)
    assert plane.names == ("z3", "z1")


def test_that_a_line_has_no_second_coordinate():
    line = PlaneBasis.of_dimensions(0, None, [0.0])
    np.testing.assert_array_equal(line.to_z(np.array([1.0, 2.0])), [[1.0], [2.0]])
    u, v = line.to_plane(np.array([[3.0]]))
    assert (u.tolist(), v.tolist()) == ([3.0], [0.0])


@given(corners=points, u=st.floats(-5, 5), v=st.floats(-5, 5))
def test_that_coordinates_on_a_plane_through_three_points_come_back(corners, u, v):
    try:
        plane = plane_through(*corners)
    except SpecError:
        return  # on one line
    found = plane.to_plane(plane.to_z(u, v))
    np.testing.assert_allclose(found, (u, v), atol=1e-4)


@given(corners=points)
def test_that_a_plane_through_three_points_contains_them_and_its_axes_are_orthonormal(corners):
    try:
        plane = plane_through(*corners)
    except SpecError:
        return
    axes = np.array([plane.right, plane.up])
    np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-6)
    for corner in corners:
        np.testing.assert_allclose(plane.to_z(*plane.to_plane(corner)), corner, atol=1e-3)


def test_that_u_grows_from_the_first_to_the_second_and_v_towards_the_third():
    plane = plane_through([0, 0, 1], [2, 0, 1], [0, 3, 1])
    (a, b, c) = (plane.to_plane(np.array(point, float)) for point in ([0, 0, 1], [2, 0, 1], [0, 3, 1]))
    assert b[0] - a[0] == pytest.approx(2)
    assert b[1] == pytest.approx(a[1])
    assert c[1] - a[1] == pytest.approx(3)
    np.testing.assert_allclose(plane.origin, [2 / 3, 1, 1])


@pytest.mark.parametrize(
    ("corners", "words"),
    [
        (([0, 0], [1, 1], [2, 2]), "lie on one line"),
        (([0, 0], [0, 0], [2, 1]), "first two examples lie at the same point"),
        (([0, 0], [1, 0], [0, 0]), "lie on one line"),
        (([0], [1], [2]), "one latent dimension"),
        (([0, 0], [np.nan, 0], [0, 1]), "no finite z"),
    ],
)
def test_that_points_without_a_plane_of_their_own_are_refused_in_words(corners, words):
    with pytest.raises(SpecError, match=words):
        plane_through(*(np.array(corner, float) for corner in corners))


def test_that_the_principal_plane_follows_the_directions_of_most_variance():
    plane = principal_plane(random_codes())
    np.testing.assert_allclose(plane.right, [np.sqrt(0.5), np.sqrt(0.5), 0, 0], atol=0.05)
    np.testing.assert_allclose(plane.up, [0, 0, 1, 0], atol=0.05)
    np.testing.assert_allclose(plane.origin, random_codes().mean(axis=0))
    assert plane.share_of_variance(random_codes()) > 0.98


def test_that_axes_keep_facing_the_way_they_did():
    plane = principal_plane(random_codes())
    mirrored = PlaneBasis(plane.origin, [-part for part in plane.right], plane.up, plane.names)
    assert mirrored.facing(plane) == plane
    assert plane.facing(None) == plane


def test_that_one_dimension_has_a_principal_line():
    plane = principal_plane(np.array([[1.0], [3.0]]))
    assert (plane.right, plane.up) == ((1.0,), None)
    assert plane.share_of_variance(np.array([[1.0], [3.0]])) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("codes", "words"),
    [(np.zeros((1, 3)), "1 examples have no principal"), (np.full((4, 2), np.inf), "no finite z")],
)
def test_that_codes_without_a_principal_plane_are_refused(codes, words):
    with pytest.raises(SpecError, match=words):
        principal_plane(codes)


def test_that_planes_made_of_the_same_numbers_are_equal():
    one = PlaneBasis(np.zeros(2, np.float32), np.array([1.0, 0]), [0, 1], ("a", "b"))
    assert one == PlaneBasis((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), ("a", "b"))
    assert hash(one) == hash(PlaneBasis([0, 0], [1, 0], [0, 1], ("a", "b")))
