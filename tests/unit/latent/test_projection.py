"""Laying encoded examples on a plane."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.latent.embedding import embed
from vae_studio.latent.planes import PlaneBasis, principal_plane
from vae_studio.latent.points import LatentPoints
from vae_studio.latent.projection import axis_shares, covariance_on, ellipse, places_on, umap_reason

GENERATOR = np.random.default_rng(0)
CODES = GENERATOR.normal(size=(300, 4)) @ GENERATOR.normal(size=(4, 4))


def points(loc, scale):
    return LatentPoints(np.array(loc), np.array(scale), np.arange(len(loc)), None, (), "test", len(loc))


def test_that_points_lie_on_a_plane_of_two_dimensions_where_their_means_are():
    some = points([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[0.1] * 3] * 2)
    basis = PlaneBasis.of_dimensions(2, 0, np.zeros(3))
    assert places_on(basis, some).tolist() == [[3.0, 1.0], [6.0, 4.0]]


def test_that_a_single_dimension_is_drawn_against_its_standard_deviation():
    some = points([[1.0], [2.0]], [[0.25], [0.5]])
    basis = PlaneBasis.of_dimensions(0, None, np.zeros(1))
    assert places_on(basis, some).tolist() == [[1.0, 0.25], [2.0, 0.5]]


def test_that_principal_axes_have_the_largest_shares_of_the_variance():
    shares = axis_shares(principal_plane(CODES), CODES)
    spectrum = np.linalg.eigvalsh(np.cov(CODES, rowvar=False))[::-1]
    np.testing.assert_allclose(shares, spectrum[:2] / spectrum.sum(), rtol=1e-6)
    assert axis_shares(principal_plane(CODES), np.zeros((5, 4))) == (0.0, 0.0)


@pytest.mark.parametrize("angle", [-80.0, -30.0, 0.0, 45.0, 90.0])
def test_that_an_ellipse_has_the_half_axes_and_the_turn_that_it_was_made_with(angle):
    turn = np.radians(angle)
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    found = ellipse(axes @ np.diag([9.0, 0.25]) @ axes.T)
    assert found == pytest.approx((3.0, 0.5, angle))


def test_that_independent_dimensions_make_an_upright_ellipse():
    basis = PlaneBasis.of_dimensions(1, 2, np.zeros(3))
    assert covariance_on(basis, np.array([9.0, 2.0, 3.0])).tolist() == [[4.0, 0.0], [0.0, 9.0]]


def test_that_neighbours_stay_neighbours_and_progress_is_told():
    blobs = np.repeat(np.eye(3) * 20, 10, axis=0) + np.random.default_rng(1).normal(size=(30, 3))
    words = []
    places = embed(blobs, "tsne", progress=words.append)
    assert places.shape == (30, 2)
    centres = places.reshape(3, 10, 2).mean(axis=1)
    nearest = np.linalg.norm(places[:, np.newaxis] - centres, axis=2).argmin(axis=1)
    assert nearest.tolist() == np.repeat([0, 1, 2], 10).tolist()
    assert words[0].startswith("t-SNE: loading")
    assert any(line.endswith("of 1000 iterations") for line in words)


def test_that_an_embedding_can_be_cancelled_at_any_moment():
    assert embed(CODES, "tsne", cancelled=lambda: True) is None


@pytest.mark.parametrize(
    ("codes", "words"),
    [(CODES[:9], "9 examples are too few for t-SNE"), (np.full((20, 2), np.nan), "no finite z")],
)
def test_that_what_cannot_be_embedded_is_refused(codes, words):
    with pytest.raises(SpecError, match=words):
        embed(codes, "tsne")


@pytest.mark.skipif(not umap_reason(), reason="UMAP is installed")
def test_that_umap_is_refused_where_it_is_not_installed():
    with pytest.raises(SpecError, match="not installed"):
        embed(CODES, "umap")
