"""What a grid needs of priors of many families."""

import numpy as np
import pytest
import scipy.stats
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.latent.axes import CodeMarginals, PriorMarginals, linear_axis, quantile_axis

tfd = tfp.distributions


def test_that_a_wide_gaussian_has_its_own_quantiles():
    marginals = PriorMarginals.of(tfd.MultivariateNormalDiag([1.0, -1.0], [2.0, 0.5]))
    axis = quantile_axis(marginals.along_dimension(1), 4)
    expected = scipy.stats.norm.ppf([0.125, 0.375, 0.625, 0.875], -1, 0.5)
    np.testing.assert_allclose(axis.values, expected, rtol=1e-5)
    np.testing.assert_allclose(axis.share(expected), [0.125, 0.375, 0.625, 0.875], atol=1e-4)


@pytest.mark.parametrize(
    "prior",
    [
        lambda: tfd.Independent(tfd.Laplace(tf.zeros(3), 1.0), 1),
        lambda: tfd.Sample(tfd.Laplace(0.0, 1.0), 3),
    ],
)
def test_that_independent_components_of_any_family_have_quantiles(prior):
    axis = quantile_axis(PriorMarginals.of(prior()).along_dimension(2), 5)
    np.testing.assert_allclose(axis.values, scipy.stats.laplace.ppf([0.1, 0.3, 0.5, 0.7, 0.9]), atol=1e-5)


def test_that_a_family_without_quantile_function_says_so():
    two_humps = tfd.MixtureSameFamily(tfd.Categorical(probs=[0.5, 0.5]), tfd.Normal([-1.0, 1.0], 1.0))
    marginals = PriorMarginals.of(tfd.Sample(two_humps, 2))
    assert marginals.components is None
    assert marginals.reason == "This prior has no quantile function."
    with pytest.raises(ValueError, match="no quantile function"):
        marginals.quantiles(0, np.array([0.5]))


def test_that_a_mean_that_does_not_exist_is_replaced_by_that_of_draws():
    marginals = PriorMarginals.of(tfd.Independent(tfd.Cauchy(tf.zeros(2), 1.0), 1))
    assert np.all(np.isfinite(marginals.mean))


def test_that_linear_tiles_surround_the_mean_by_standard_deviations_of_the_prior():
    marginals = PriorMarginals.of(tfd.MultivariateNormalDiag([1.0, -1.0], [2.0, 0.5]))
    axis = linear_axis(marginals.along_dimension(0), 3, 1.5)
    np.testing.assert_allclose(axis.values, [-2.0, 1.0, 4.0])
    np.testing.assert_allclose(axis.share(axis.values), [1 / 6, 0.5, 5 / 6])


def test_that_codes_take_the_place_of_a_prior_that_means_nothing():
    codes = np.random.default_rng(0).normal([3.0, -1.0], [0.5, 2.0], (5000, 2)).astype(np.float32)
    marginals = CodeMarginals(codes)
    axis = quantile_axis(marginals.along_dimension(0), 4)
    np.testing.assert_allclose(axis.values, np.quantile(codes[:, 0], [0.125, 0.375, 0.625, 0.875]), rtol=1e-6)
    np.testing.assert_allclose(axis.share(np.median(codes[:, 0])), 0.5, atol=1e-3)
    ends = linear_axis(marginals.along_dimension(1), 3, 2.0).values
    np.testing.assert_allclose(ends, [-1.0 - 4.0, -1.0, -1.0 + 4.0], atol=0.15)


def test_that_codes_that_all_agree_still_make_an_axis():
    axis = linear_axis(CodeMarginals(np.full((9, 1), 0.25, np.float32)).along_dimension(0), 3, 2.0)
    np.testing.assert_allclose(axis.values, [-1.75, 0.25, 2.25])
