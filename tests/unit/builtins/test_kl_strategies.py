"""The analytic and the Monte Carlo estimate of the KL."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import BuildContext, Params
from vae_studio.model.posterior_draws import draw
from vae_studio_builtins import analytic_kl, monte_carlo_kl

tfd = tfp.distributions
CONTEXT = BuildContext((8, 8, 1), 2, 1)
LOC = np.array([[0.4, -1.2], [2.0, 0.1], [0.0, 0.0]])
LOG_SCALE = np.array([[-0.7, 0.2], [0.5, -1.5], [0.0, 0.0]])


def posterior(loc=LOC, log_scale=LOG_SCALE, dtype=tf.float32):
    return tfd.MultivariateNormalDiag(tf.cast(loc, dtype), tf.exp(tf.cast(log_scale, dtype)))


def standard_normal(dtype=tf.float32):
    return tfd.MultivariateNormalDiag(tf.zeros([2], dtype), tf.ones([2], dtype))


def closed_form(loc=LOC, log_scale=LOG_SCALE):
    """Kingma & Welling 2014, appendix B."""
    return 0.5 * np.sum(np.exp(2 * log_scale) + loc**2 - 1 - 2 * log_scale, axis=-1)


def analytic():
    return analytic_kl.build(Params(), CONTEXT)


def monte_carlo(samples):
    return monte_carlo_kl.build(monte_carlo_kl.MonteCarloParams(samples=samples), CONTEXT)


def draws(q, samples, repeats=1, dtype=tf.float32):
    noise = tf.random.stateless_normal([samples, repeats * len(LOC), 2], (1, 7), dtype=dtype)
    return draw(q, noise, (0, 0))


def assert_equal_within_standard_error(estimates, exact, largest_error):
    """Compare the mean of independent estimates along the first axis with what they estimate."""
    error = np.std(estimates, axis=0, ddof=1) / np.sqrt(len(estimates))
    assert np.all(np.abs(np.mean(estimates, axis=0) - exact) <= 4 * error + 1e-12)
    assert np.all(error < largest_error)


def test_that_the_analytic_kl_is_the_closed_form():
    q, p = posterior(dtype=tf.float64), standard_normal(tf.float64)
    np.testing.assert_allclose(analytic().penalty(q, p, None), closed_form(), rtol=1e-12, atol=1e-12)


def test_that_the_analytic_kl_of_a_distribution_to_itself_is_zero():
    q = posterior(dtype=tf.float64)
    np.testing.assert_allclose(analytic().penalty(q, q, None), 0.0, atol=1e-12)


def test_that_the_monte_carlo_kl_equals_the_analytic_one_within_its_standard_error():
    repeats = 60
    q, p = (
        posterior(np.tile(LOC, (repeats, 1)), np.tile(LOG_SCALE, (repeats, 1)), tf.float64),
        standard_normal(tf.float64),
    )
    estimates = monte_carlo(400).penalty(q, p, draws(q, 400, repeats, tf.float64))
    assert_equal_within_standard_error(tf.reshape(estimates, [repeats, 3]), closed_form(), 0.05)


def test_that_the_monte_carlo_kl_is_the_mean_over_its_draws():
    q, p = posterior(), standard_normal()
    z = draws(q, 3)
    expected = np.mean([q.log_prob(z[i]) - p.log_prob(z[i]) for i in range(3)], axis=0)
    np.testing.assert_allclose(monte_carlo(3).penalty(q, p, z), expected, rtol=1e-5, atol=1e-6)


def gradient(strategy, repeats):
    """Return the gradient with respect to loc and log scale of independent repetitions, ``[R, 2, B, L]``."""
    parameters = [tf.constant(np.tile(values, (repeats, 1))) for values in (LOC, LOG_SCALE)]
    with tf.GradientTape() as tape:
        tape.watch(parameters)
        q = posterior(*parameters, dtype=tf.float64)
        z = draws(q, strategy.samples, repeats, tf.float64)
        penalty = tf.reduce_sum(strategy.penalty(q, standard_normal(tf.float64), z))
    found = [tf.reshape(part, [repeats, *LOC.shape]) for part in tape.gradient(penalty, parameters)]
    return np.stack(found, axis=1)


def test_that_the_gradient_of_the_monte_carlo_kl_is_the_analytic_one_within_its_standard_error():
    exact = gradient(analytic(), 1)[0]
    np.testing.assert_allclose(exact, [LOC, np.exp(2 * LOG_SCALE) - 1], atol=1e-9)
    assert_equal_within_standard_error(gradient(monte_carlo(400), 60), exact, 0.1)


@pytest.mark.parametrize("strategy", [analytic(), monte_carlo(2)])
def test_that_both_have_weight_one_at_every_epoch(strategy):
    assert {strategy.weight(epoch) for epoch in (0.0, 0.5, 100.0)} == {1.0}


def test_that_the_number_of_samples_is_the_parameters(build_model):
    vae = build_model((8, 8, 1), kl="monte_carlo", settings={"kl.samples": "5"})
    assert vae.kl.samples == 5
