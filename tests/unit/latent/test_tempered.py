"""Draws from a prior with another spread."""

import numpy as np
import pytest
import tensorflow_probability as tfp

from vae_studio.api import SpecError
from vae_studio.latent.tempered import tempered

tfd = tfp.distributions
SEED = np.array([3, 4], np.int32)
COUNT = 4000


def draws(prior):
    return prior.sample(COUNT, seed=(1, 2)).numpy()


def test_that_a_gaussian_keeps_its_mean_and_its_deviation_is_scaled():
    prior = tfd.MultivariateNormalDiag([1.0, -2.0], [0.5, 3.0])
    z = draws(prior)
    half = tempered(prior, z, 0.5, SEED)
    np.testing.assert_allclose(half - [1.0, -2.0], 0.5 * (z - [1.0, -2.0]), atol=1e-5)
    np.testing.assert_allclose(tempered(prior, z, 0.0, SEED), np.tile([1.0, -2.0], (COUNT, 1)), atol=1e-6)
    assert tempered(prior, z, 1.0, SEED) is z


@pytest.fixture
def mixture():
    """Two narrow components of unequal weight, far apart."""
    components = tfd.MultivariateNormalDiag([[-5.0], [5.0]], [[1.0], [0.5]])
    return tfd.MixtureSameFamily(tfd.Categorical(probs=[0.25, 0.75]), components)


def test_that_a_mixture_keeps_its_components_means_and_weights(mixture):
    for temperature in (0.0, 0.3, 2.0):
        z = tempered(mixture, draws(mixture), temperature, SEED)[:, 0]
        low, high = z[z < 0], z[z >= 0]
        assert len(high) / COUNT == pytest.approx(0.75, abs=0.03)
        assert low.mean() == pytest.approx(-5.0, abs=0.2)
        assert high.mean() == pytest.approx(5.0, abs=0.1)
        assert low.std() == pytest.approx(temperature * 1.0, rel=0.1, abs=1e-6)
        assert high.std() == pytest.approx(temperature * 0.5, rel=0.1, abs=1e-6)


def test_that_overlapping_components_are_scaled_each_about_its_own_mean():
    components = tfd.MultivariateNormalDiag([[-1.0], [1.0]], [[1.0], [1.0]])
    prior = tfd.MixtureSameFamily(tfd.Categorical(probs=[0.5, 0.5]), components)
    z = tempered(prior, draws(prior), 0.5, SEED)
    expected_variance = 1.0 + 0.25  # between the means, and a quarter of that within
    assert z.var() == pytest.approx(expected_variance, rel=0.06)


@pytest.mark.parametrize("temperature", [-0.1, float("nan"), float("inf")])
def test_that_an_impossible_temperature_is_refused(temperature):
    prior = tfd.MultivariateNormalDiag([0.0], [1.0])
    with pytest.raises(SpecError, match="0 or more; 1 is the prior"):
        tempered(prior, np.zeros((1, 1), np.float32), temperature, SEED)
