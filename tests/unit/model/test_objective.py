"""What training minimises, and the figures that go with it."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.model.objective import example_figures, standard_noise
from vae_studio.model.seeds import stateless_seed

tfd = tfp.distributions
SEED = (1, 2)


@pytest.fixture(scope="module")
def x(small_dataset):
    return (small_dataset.examples[:7] / np.float32(255) > 0.5).astype(np.float32)


@pytest.fixture(scope="module")
def figures(small_model, x):
    return example_figures(small_model, x, standard_noise(small_model, 7, SEED), SEED)


def test_that_the_reconstruction_is_minus_the_log_likelihood_of_the_first_draw(small_model, figures, x):
    q = small_model.encoder(x)
    z = q.mean() + q.stddev() * tf.random.stateless_normal([1, 7, 2], SEED)[0]
    logits = small_model.decoder.trunk(z)
    expected = tf.nn.sigmoid_cross_entropy_with_logits(x, logits)
    np.testing.assert_allclose(figures.reconstruction, tf.reduce_sum(expected, axis=[1, 2, 3]), rtol=1e-5)


def test_that_the_kl_is_that_of_the_posterior_to_the_prior(small_model, figures, x):
    q = small_model.encoder(x)
    np.testing.assert_allclose(figures.kl, tfd.kl_divergence(q, small_model.prior), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(tf.reduce_sum(figures.kl_per_dimension, axis=1), figures.kl, rtol=1e-6)


@pytest.mark.parametrize("beta", [0.0, 1.0, 4.0])
def test_that_beta_weighs_the_penalty_in_the_objective_alone(figures, beta):
    expected = figures.reconstruction + beta * figures.penalty
    np.testing.assert_allclose(figures.objective(beta), expected, rtol=1e-6)


def test_that_a_strategy_with_many_samples_reconstructs_from_its_first(build_model, x):
    settings = {"encoder.units": "[12]", "decoder.units": "[12]", "kl.samples": "3"}
    vae = build_model((8, 8, 1), encoder="dense", decoder="dense", kl="monte_carlo", settings=settings)
    noise = standard_noise(vae, 7, SEED)
    assert noise.shape == (3, 7, 2)
    figures = example_figures(vae, x, noise, SEED)
    q = vae.encoder(x)
    z = q.mean() + q.stddev() * noise
    np.testing.assert_allclose(figures.reconstruction, -vae.decoder(z[0]).log_prob(x), rtol=1e-5)
    penalty = tf.reduce_mean(q.log_prob(z) - vae.prior.log_prob(z), axis=0)
    np.testing.assert_allclose(figures.penalty, penalty, rtol=1e-4, atol=1e-5)
    assert not np.allclose(figures.penalty, figures.kl, rtol=1e-3)


def test_that_noise_is_a_function_of_the_seed_alone(small_model):
    one, same, other = (
        standard_noise(small_model, 4, stateless_seed(1, "posterior", step)) for step in (3, 3, 4)
    )
    np.testing.assert_array_equal(one, same)
    assert not np.any(one.numpy() == other.numpy())
