"""The Gaussian and the mixture prior."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import BuildContext, SpecError
from vae_studio_builtins import gaussian_prior, mixture_prior
from vae_studio_builtins.gaussian_prior import GaussianPriorParams

tfd = tfp.distributions


def gaussian(latent_size=2, **params):
    return gaussian_prior.build(GaussianPriorParams(**params), BuildContext((8, 8, 1), latent_size, 1))


def mixture(**params):
    return mixture_prior.build(mixture_prior.MixturePriorParams(**params), BuildContext((8, 8, 1), 2, 1))


def test_that_the_default_gaussian_is_the_standard_normal():
    np.testing.assert_array_equal(gaussian().mean(), [0.0, 0.0])
    np.testing.assert_array_equal(gaussian().stddev(), [1.0, 1.0])
    assert not gaussian().trainable_variables


@pytest.mark.parametrize("trainable", [False, True])
@pytest.mark.parametrize("scale", [(2.0,), (2.0, 2.0), (2.0, 0.0, 2.0)])
def test_that_a_full_covariance_may_be_given_in_three_ways(scale, trainable):
    prior = gaussian(covariance="full", loc=(1.0,), scale=scale, trainable=trainable)
    np.testing.assert_allclose(prior.covariance(), 4.0 * np.eye(2), rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(prior.mean(), [1.0, 1.0])


def test_that_the_rows_of_the_lower_triangle_make_the_scale():
    prior = gaussian(covariance="full", scale=(1.3, 1.25, 0.5))
    lower = np.array([[1.3, 0.0], [1.25, 0.5]])
    np.testing.assert_allclose(prior.covariance(), lower @ lower.T, rtol=1e-5)


@pytest.mark.parametrize("covariance", ["diagonal", "full"])
def test_that_a_trainable_gaussian_has_mean_and_scale_to_train(covariance):
    prior = gaussian(covariance=covariance, trainable=True)
    with tf.GradientTape() as tape:
        loss = -prior.log_prob([3.0, -1.0])
    gradients = tape.gradient(loss, prior.trainable_variables)
    assert len(gradients) == 2
    assert all(np.abs(gradient).max() > 0 for gradient in gradients)


@pytest.mark.parametrize(
    ("key", "params"),
    [
        ("prior.loc", {"loc": (0.0, 1.0, 2.0)}),
        ("prior.scale", {"scale": (1.0, 1.0, 1.0)}),
        ("prior.scale", {"scale": (1.0, 1.0, 1.0, 1.0), "covariance": "full"}),
    ],
)
def test_that_a_wrong_number_of_entries_is_refused_by_its_key(key, params):
    with pytest.raises(SpecError, match="for 2 latent dimensions") as caught:
        gaussian(**params)
    assert caught.value.key == key


@pytest.mark.parametrize(
    "params", [{"scale": (1.0, -0.5)}, {"scale": (0.0,)}, {"scale": (1.0, 0.3, -2.0), "covariance": "full"}]
)
def test_that_a_scale_that_is_not_positive_definite_is_refused(params):
    with pytest.raises(SpecError, match="not positive definite"):
        gaussian(**params)


def test_that_a_mixture_has_k_components_which_all_train():
    prior = mixture(components=7)
    assert prior.components_distribution.batch_shape == [7]
    with tf.GradientTape() as tape:
        loss = -tf.reduce_sum(prior.log_prob([[3.0, -1.0], [0.0, 0.5]]))
    gradients = tape.gradient(loss, prior.trainable_variables)
    assert sorted(tuple(gradient.shape) for gradient in gradients) == [(7,), (7, 2), (7, 2)]
    assert all(np.abs(gradient).max() > 0 for gradient in gradients)


def test_that_a_mixture_of_one_component_is_that_gaussian():
    prior = mixture(components=1)
    component = tfd.MultivariateNormalDiag(prior.components_distribution.mean()[0], [1.0, 1.0])
    np.testing.assert_allclose(prior.log_prob([0.3, 0.4]), component.log_prob([0.3, 0.4]), rtol=1e-5)


@pytest.mark.parametrize(
    ("key", "params"), [("prior.loc", {"loc": (np.inf,)}), ("prior.scale", {"scale": (np.nan,)})]
)
def test_that_numbers_that_are_not_finite_are_refused_by_their_key(key, params):
    with pytest.raises(SpecError, match="no finite number") as caught:
        gaussian(**params)
    assert caught.value.key == key


def test_that_a_trained_covariance_cannot_start_below_what_its_bijector_adds():
    with pytest.raises(SpecError, match="too small to be trained"):
        gaussian(covariance="full", trainable=True, scale=(1e-6,))
    assert np.all(
        np.isfinite(gaussian(covariance="full", trainable=True, scale=(1e-4,)).trainable_variables[1])
    )
