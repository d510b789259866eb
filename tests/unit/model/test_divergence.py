"""The exact KL and its parts for each latent dimension."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp
from hypothesis import given, settings
from hypothesis import strategies as st

from vae_studio.model.divergence import has_closed_form, independent_normals, kl_divergence

tfd = tfp.distributions
NUMBER = st.floats(-3, 3)
GAUSSIAN = st.lists(st.tuples(NUMBER, NUMBER), min_size=3, max_size=3).map(np.array)


def diagonal(values, batch=()):
    """Return N(loc, diag(scale²)) for rows of (loc, log scale)."""
    loc, log_scale = values.T
    return tfd.MultivariateNormalDiag(
        tf.broadcast_to(tf.constant(loc), [*batch, 3]), tf.broadcast_to(tf.exp(log_scale), [*batch, 3])
    )


def closed_form(q, p):
    (loc_q, log_q), (loc_p, log_p) = q.T, p.T
    ratio = np.exp(2 * (log_q - log_p)) + ((loc_q - loc_p) / np.exp(log_p)) ** 2
    return 0.5 * (ratio - 1 - 2 * (log_q - log_p))


@settings(max_examples=40)
@given(GAUSSIAN, GAUSSIAN)
def test_that_the_kl_of_two_gaussians_is_the_closed_form_and_the_sum_of_its_dimensions(q, p):
    kl, per_dimension = kl_divergence(diagonal(q, (1,)), diagonal(p), None)
    expected = closed_form(q, p)
    np.testing.assert_allclose(per_dimension[0], expected, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(kl[0], expected.sum(), rtol=1e-9, atol=1e-12)
    assert np.all(per_dimension[0] >= -1e-12)


@settings(max_examples=20)
@given(GAUSSIAN)
def test_that_the_kl_of_a_gaussian_to_itself_is_zero(values):
    kl, per_dimension = kl_divergence(diagonal(values, (1,)), diagonal(values), None)
    assert kl[0] == 0
    assert np.all(per_dimension[0] == 0)


def test_that_independent_normals_count_as_a_diagonal_gaussian():
    q = tfd.Independent(tfd.Normal(tf.constant([[1.0, -1.0]]), tf.constant([[0.5, 2.0]])), 1)
    p = tfd.MultivariateNormalDiag(tf.zeros(2), tf.ones(2))
    kl, per_dimension = kl_divergence(q, p, None)
    expected = closed_form(np.array([[1, np.log(0.5)], [-1, np.log(2)]]), np.zeros((2, 2)))
    np.testing.assert_allclose(per_dimension[0], expected, rtol=1e-6)
    np.testing.assert_allclose(kl[0], expected.sum(), rtol=1e-6)


def test_that_a_full_covariance_has_a_closed_form_that_does_not_factorise():
    q = tfd.MultivariateNormalTriL(tf.zeros([1, 2]), tf.constant([[[1.0, 0.0], [0.9, 0.5]]]))
    p = tfd.MultivariateNormalDiag(tf.zeros(2), tf.ones(2))
    assert independent_normals(q) is None
    kl, per_dimension = kl_divergence(q, p, None)
    assert per_dimension is None
    np.testing.assert_allclose(kl, 0.5 * (1 + 0.81 + 0.25 - 2 - 2 * np.log([0.5])), rtol=1e-5)


@pytest.fixture(scope="module")
def mixture():
    weights = tfd.Categorical(probs=[0.5, 0.5])
    components = tfd.MultivariateNormalDiag(tf.constant([[-2.0, 0.0], [2.0, 0.0]]), tf.ones([2, 2]))
    return tfd.MixtureSameFamily(weights, components)


def test_that_there_is_no_closed_form_to_a_mixture(mixture):
    q = tfd.MultivariateNormalDiag(tf.zeros([1, 2]), tf.ones([1, 2]))
    assert not has_closed_form(q, mixture)
    assert has_closed_form(q, tfd.MultivariateNormalDiag(tf.zeros(2), tf.ones(2)))


def test_that_without_a_closed_form_the_kl_is_the_mean_over_the_draws(mixture):
    q = tfd.MultivariateNormalDiag(tf.constant([[1.0, 0.5]]), tf.constant([[0.6, 0.7]]))
    z = q.sample(4000, seed=(1, 2))
    kl, per_dimension = kl_divergence(q, mixture, z)
    assert per_dimension is None
    ratios = (q.log_prob(z) - mixture.log_prob(z)).numpy()
    np.testing.assert_allclose(kl, ratios.mean(axis=0), rtol=1e-4)
    # With equal weights the mixture is at most one half of each component denser than that component.
    near = tfd.MultivariateNormalDiag(tf.constant([2.0, 0.0]), tf.ones(2))
    bound = tfd.kl_divergence(q, near).numpy() + np.log(2)
    assert 0 < kl[0] < bound[0] + 4 * ratios.std() / np.sqrt(4000)
