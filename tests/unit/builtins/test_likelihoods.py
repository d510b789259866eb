"""The likelihood families against their closed forms."""

import numpy as np
import pytest
import scipy.stats
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from vae_studio_builtins.likelihood_params import LikelihoodParams
from vae_studio_builtins.likelihoods import SMALLEST_SCALE, Likelihood

RANDOM = np.random.default_rng(0)
SHAPE = (4, 3, 5, 1)
PARAMETERS = RANDOM.normal(size=SHAPE).astype(np.float32)
GREY = RANDOM.uniform(size=SHAPE).astype(np.float32)


def head(family, scale=0.3, output="linear", shape=SHAPE[1:]):
    return Likelihood(LikelihoodParams(likelihood=family, scale=scale, output=output), shape)


def log_prob(family, x, scale=0.3):
    return head(family, scale)(tf.constant(PARAMETERS)).log_prob(x).numpy()


def summed(values):
    return values.sum(axis=(1, 2, 3))


def test_that_bernoulli_is_the_probability_of_black_and_white_pixels():
    x = (GREY > 0.5).astype(np.float32)
    mean = scipy.special.expit(PARAMETERS.astype(np.float64))
    expected = summed(scipy.stats.bernoulli.logpmf(x.astype(int), mean))
    np.testing.assert_allclose(log_prob("bernoulli", x), expected, rtol=1e-5)


def test_that_normal_is_the_density_with_the_given_scale():
    expected = summed(scipy.stats.norm.logpdf(GREY, PARAMETERS, 0.3))
    np.testing.assert_allclose(log_prob("normal", GREY), expected, rtol=1e-5)


def test_that_continuous_bernoulli_is_the_density_of_loaiza_ganem_and_cunningham():
    mean = scipy.special.expit(PARAMETERS.astype(np.float64))
    constant = np.log(2 * np.arctanh(1 - 2 * mean) / (1 - 2 * mean))
    expected = summed(constant + GREY * np.log(mean) + (1 - GREY) * np.log1p(-mean))
    np.testing.assert_allclose(log_prob("continuous_bernoulli", GREY), expected, rtol=1e-4)


def test_that_a_learned_scale_starts_at_the_given_value_and_is_one_trainable_number():
    learned = head("normal_learned", 0.3)
    assert [tuple(variable.shape) for variable in learned.trainable_variables] == [()]
    expected = summed(scipy.stats.norm.logpdf(GREY, PARAMETERS, 0.3))
    np.testing.assert_allclose(learned(tf.constant(PARAMETERS)).log_prob(GREY), expected, rtol=1e-4)


def test_that_the_gradient_reaches_a_learned_scale():
    learned = head("normal_learned", 0.3)
    with tf.GradientTape() as tape:
        loss = -tf.reduce_sum(learned(tf.constant(PARAMETERS)).log_prob(GREY))
    (gradient,) = tape.gradient(loss, learned.trainable_variables)
    assert gradient.numpy() < 0  # the residuals are far wider than 0.3: the scale has to grow


def test_that_a_learned_scale_has_a_floor():
    learned = head("normal_learned", 0.3)
    learned.trainable_variables[0].assign(-1e4)
    assert tf.convert_to_tensor(learned.scale).numpy() == pytest.approx(SMALLEST_SCALE)


def test_that_independent_normal_is_the_layer_of_tensorflow_probability():
    layer = tfp.layers.IndependentNormal(5)
    parameters = tf.constant(RANDOM.normal(size=(4, 10)).astype(np.float32))
    ours = head("independent_normal", shape=(5,))(parameters)
    x = RANDOM.normal(size=(4, 5)).astype(np.float32)
    np.testing.assert_allclose(ours.log_prob(x), layer(parameters).log_prob(x), rtol=1e-6)
    np.testing.assert_allclose(ours.stddev(), np.log1p(np.exp(parameters[:, 5:])), rtol=1e-5)


def test_that_the_mean_squared_error_is_that_of_keras():
    likelihood = head("mean_squared_error", output="sigmoid")
    decoded = likelihood(tf.constant(PARAMETERS))
    keras = tf_keras.losses.MeanSquaredError()(GREY, scipy.special.expit(PARAMETERS))
    np.testing.assert_allclose(-tf.reduce_mean(decoded.log_prob(GREY)), keras, rtol=1e-5)
    assert likelihood.reconstruction_unit == "mean squared error"
    np.testing.assert_array_equal(decoded.sample(2, seed=(0, 0))[1], decoded.mean())


@pytest.mark.parametrize(
    "family",
    [
        "bernoulli",
        "continuous_bernoulli",
        "normal",
        "normal_learned",
        "independent_normal",
        "mean_squared_error",
    ],
)
@pytest.mark.parametrize("network", ["conv", "dense"])
def test_that_every_decoder_offers_every_family(build_model, network, family):
    vae = build_model((8, 9, 3), decoder=network, settings={"decoder.likelihood": family})
    p = vae.decoder(np.zeros((2, 2), np.float32))
    assert (p.batch_shape, p.event_shape) == ([2], [8, 9, 3])
    assert p.mean().shape == (2, 8, 9, 3)
    assert p.sample(seed=(0, 0)).dtype == tf.float32
    learned = [name for name, weight in vae.named_trainable_weights().items() if weight.shape == ()]
    assert len(learned) == (family == "normal_learned")
