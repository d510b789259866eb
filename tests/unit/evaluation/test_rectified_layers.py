"""Leaving out the units that no draw switches on changes nothing but rounding."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from vae_studio.evaluation.rectified_layers import RectifiedLayers, thrifty_likelihood
from vae_studio.model.vae import VAE

tfd = tfp.distributions
LATENT = 3


class HeadOnTrunk(tf.Module):
    """A decoder that is a head on a trunk, or nearly one."""

    def __init__(self, layers, stretch=1.0):
        super().__init__()
        self.trunk = tf_keras.Sequential(layers)
        self.trunk.build((None, LATENT))
        self.head = lambda logits: tfd.Independent(tfd.Bernoulli(logits=logits, dtype=tf.float32), 2)
        self.stretch = stretch

    def __call__(self, z):
        return self.head(self.trunk(self.stretch * z))


def dense(units, activation="relu", **options):
    options.setdefault("bias_initializer", tf_keras.initializers.RandomNormal(seed=units))
    initialiser = tf_keras.initializers.GlorotUniform(seed=units)
    return tf_keras.layers.Dense(units, activation, kernel_initializer=initialiser, **options)


def shaped():
    return [dense(12, None), tf_keras.layers.Reshape((3, 4))]


@pytest.fixture(scope="module")
def decoder():
    return HeadOnTrunk([dense(40), dense(70), *shaped()])


def model(decoder):
    prior = tfd.MultivariateNormalDiag(tf.zeros([LATENT]))
    return VAE(lambda x: None, decoder, prior, None, data_shape=(3, 4), latent_size=LATENT)


@pytest.mark.parametrize("deviation", [0.01, 1.0, 100.0])
def test_that_the_parameters_are_those_of_all_units(decoder, deviation):
    rng = np.random.default_rng(0)
    z = tf.constant(rng.normal(rng.normal(size=LATENT), deviation, (50, LATENT)), tf.float32)
    stack = RectifiedLayers(decoder.trunk)
    assert len(stack.hidden) == 2
    whole = np.asarray(decoder.trunk(z))
    np.testing.assert_allclose(stack(z), whole, rtol=1e-5, atol=1e-6 * np.abs(whole).max())


def test_that_units_which_are_all_off_are_no_difficulty(decoder):
    layers = [dense(8, bias_initializer=tf_keras.initializers.Constant(-1e3)), *shaped()]
    off = HeadOnTrunk(layers)
    z = tf.random.stateless_normal([5, LATENT], (1, 2))
    np.testing.assert_allclose(RectifiedLayers(off.trunk)(z), off.trunk(z), rtol=1e-6)


def test_that_what_is_no_number_is_not_hidden(decoder):
    z = tf.constant([[np.nan, 0.0, 0.0]] * 4, tf.float32)
    assert np.isnan(RectifiedLayers(decoder.trunk)(z)).all() == np.isnan(decoder.trunk(z)).all()


def test_that_a_head_on_rectified_layers_is_decoded_so_and_follows_its_weights(decoder):
    vae = model(decoder)
    thrifty = thrifty_likelihood(vae)
    assert thrifty != vae.likelihood
    z = tf.random.stateless_normal([6, LATENT], (3, 4))
    decoder.trunk.layers[0].kernel.assign_add(tf.ones([LATENT, 40]))
    np.testing.assert_allclose(thrifty(z).mean(), vae.likelihood(z).mean(), rtol=1e-5)


@pytest.mark.parametrize(
    "make",
    [
        lambda: HeadOnTrunk([dense(9, "tanh"), *shaped()]),
        lambda: HeadOnTrunk(shaped()),
        lambda: HeadOnTrunk([dense(9), tf_keras.layers.BatchNormalization(), *shaped()]),
        lambda: HeadOnTrunk([dense(9, use_bias=False), *shaped()]),
        lambda: HeadOnTrunk([dense(9), *shaped()], stretch=2.0),
        lambda: lambda z: tfd.Independent(tfd.Normal(tf.reshape(tf.tile(z, [1, 4]), [-1, 3, 4]), 1.0), 2),
    ],
)
def test_that_any_other_decoder_is_called_as_it_is(make):
    vae = model(make())
    assert thrifty_likelihood(vae) == vae.likelihood
