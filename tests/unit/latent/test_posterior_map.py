"""Examples encoded without being decoded."""

import numpy as np
import pytest

from vae_studio.model.inference import Inference
from vae_studio.model.pixels import Pixels

RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def posterior_map(small_model):
    from vae_studio.latent.posterior_map import PosteriorMap

    return PosteriorMap(Inference(small_model, Pixels("dynamic"), seed=1, cores=2))


def test_that_points_lie_exactly_where_encoding_puts_them(posterior_map, latent_map):
    stored = RANDOM.integers(0, 256, (11, 8, 8, 1)).astype(np.uint8)
    loc, scale = posterior_map(stored)
    encoding = latent_map.encode(stored)
    np.testing.assert_allclose(loc, encoding.loc, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(scale, encoding.scale, rtol=1e-5)


def test_that_where_an_example_lies_does_not_depend_on_its_company(posterior_map):
    stored = RANDOM.integers(0, 256, (9, 8, 8, 1)).astype(np.uint8)
    np.testing.assert_allclose(
        posterior_map(stored)[0][3:4], posterior_map(stored[3:4])[0], rtol=1e-5, atol=1e-6
    )


def test_that_no_example_gives_no_point(posterior_map):
    loc, scale = posterior_map(np.zeros((0, 8, 8, 1), np.uint8))
    assert loc.shape == scale.shape == (0, 2)
