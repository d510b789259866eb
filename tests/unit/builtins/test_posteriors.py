"""The heads of the encoders."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.model.divergence import is_deterministic

tfd = tfp.distributions
X = np.random.default_rng(0).uniform(size=(5, 8, 8, 1)).astype(np.float32)


def encoder(build_model, network, posterior, **settings):
    chosen = {"encoder.posterior": posterior, "encoder.latent_size": "3", **settings}
    kl = "none" if posterior == "deterministic" else None
    return build_model((8, 8, 1), encoder=network, kl=kl, settings=chosen).encoder


@pytest.mark.parametrize("network", ["conv", "dense"])
def test_that_a_full_posterior_is_the_layer_of_tensorflow_probability(build_model, network):
    found = encoder(build_model, network, "full")
    assert found.trunk.output_shape == (None, tfp.layers.MultivariateNormalTriL.params_size(3))
    expected = tfp.layers.MultivariateNormalTriL(3)(found.trunk(X))
    q = found(X)
    np.testing.assert_allclose(q.mean(), expected.mean(), rtol=1e-6)
    np.testing.assert_allclose(q.covariance(), expected.covariance(), rtol=1e-5)
    assert np.abs(q.covariance().numpy()[:, 1, 0]).min() > 0


@pytest.mark.parametrize("network", ["conv", "dense"])
def test_that_a_deterministic_posterior_is_the_activated_code(build_model, network):
    found = encoder(build_model, network, "deterministic", **{"encoder.code_activation": "sigmoid"})
    q = found(X)
    assert is_deterministic(q)
    assert (q.batch_shape, q.event_shape) == ([5], [3])
    np.testing.assert_allclose(q.mean(), tf.sigmoid(found.trunk(X)), rtol=1e-6)
    np.testing.assert_array_equal(q.stddev(), np.zeros((5, 3)))


def test_that_a_diagonal_posterior_has_no_covariance_between_dimensions(build_model):
    covariance = encoder(build_model, "dense", "diagonal")(X).covariance().numpy()
    np.testing.assert_array_equal(covariance * (1 - np.eye(3)), 0.0)
