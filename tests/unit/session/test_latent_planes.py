"""Planes that are named in words, and grids over them."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.latent.grid import GridRequest
from vae_studio.session.latent_planes import on_plane, plane_through_examples


def test_that_pca_names_the_plane_in_which_the_examples_vary_most(tiny_run):
    request = on_plane(tiny_run, GridRequest(rows=2, columns=2), "pca")
    loc, _ = tiny_run.posterior_map(tiny_run.dataset.examples[tiny_run.dataset.splits.test])
    np.testing.assert_allclose(request.plane.origin, loc.mean(axis=0), atol=1e-4)
    u, v = request.plane.to_plane(loc)
    assert np.var(u) > np.var(v)
    assert abs(np.corrcoef(u, v)[0, 1]) < 1e-3
    assert tiny_run.latent_grid(request).plane == request.plane


def test_that_two_dimensions_and_three_examples_name_a_plane(tiny_run):
    request = on_plane(tiny_run, GridRequest(), "z2, z1")
    assert (request.across, request.up, request.plane) == (1, 0, None)
    plane = on_plane(tiny_run, GridRequest(), "0,15,7").plane
    codes = tiny_run.posterior_map(tiny_run.dataset.examples[[0, 15, 7]])[0]
    np.testing.assert_allclose(plane.to_z(*plane.to_plane(codes)), codes, atol=1e-4)


def test_that_codes_may_stand_for_examples(tiny_run):
    plane = plane_through_examples(tiny_run, [(0.0, 0.0), (1.0, 0.0), (0.0, 2.0)])
    np.testing.assert_allclose(plane.origin, (1 / 3, 2 / 3))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("z0,z1", "names no plane"),
        ("somewhere", "'somewhere' names no plane"),
        ("0,15", "names no plane"),
        ("0,15,99999", "no example 99999"),
        ("3,3,7", "lie at the same point"),
    ],
)
def test_that_words_that_name_no_plane_are_refused(tiny_run, words, message):
    with pytest.raises(SpecError, match=message):
        on_plane(tiny_run, GridRequest(), words)


def test_that_a_plane_needs_three_examples(tiny_run):
    with pytest.raises(SpecError, match="2 examples were given"):
        plane_through_examples(tiny_run, [0, 1])
