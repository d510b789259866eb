"""Layers that behave otherwise in training do so in the training step, and only there."""

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras

from vae_studio.model.pixels import Pixels
from vae_studio.model.vae import VAE, takes_training
from vae_studio.training.batch_source import BatchSource
from vae_studio.training.engine import Engine

tfd = tfp.distributions


class NormalisedEncoder(tf_keras.Model):
    def __init__(self):
        super().__init__()
        self.normalise = tf_keras.layers.BatchNormalization(momentum=0.5)
        self.dense = tf_keras.layers.Dense(4)

    def call(self, x, training=False):
        loc, scale = tf.split(self.dense(self.normalise(x, training=training)), 2, axis=-1)
        return tfd.MultivariateNormalDiag(loc, tf.exp(scale))


class StandardStrategy:
    samples = 1

    def penalty(self, q, p, z):
        return tfd.kl_divergence(q, p)

    def weight(self, epoch):
        return 1.0


def test_that_batch_normalisation_learns_its_averages_in_training_steps():
    encoder = NormalisedEncoder()
    encoder(tf.zeros([2, 3]))
    dense = tf_keras.layers.Dense(3)
    dense.build([None, 2])
    prior = tfd.MultivariateNormalDiag(tf.zeros(2), tf.ones(2))
    vae = VAE(
        encoder,
        lambda z: tfd.Independent(tfd.Normal(dense(z), 1.0), 1),
        prior,
        StandardStrategy(),
        data_shape=(3,),
        latent_size=2,
        couples_examples=True,
    )
    examples = np.random.default_rng(0).normal(5.0, 1.0, (64, 3)).astype(np.float32)
    batches = BatchSource(examples, np.arange(64), pixels=Pixels(), batch_size=32, seed=1)
    engine = Engine(vae, batches, optimiser="sgd", seed=1, shards=2)
    assert engine.shards == 1
    engine.run(0, [1.0] * 4, [0.01] * 4, np.zeros(engine.figure_count))
    learnt = encoder.normalise.moving_mean.numpy()
    assert np.all(np.abs(learnt - 5.0) < 1.0)
    vae.posterior(tf.zeros([2, 3]))
    np.testing.assert_array_equal(encoder.normalise.moving_mean.numpy(), learnt)


def test_that_only_networks_that_take_training_are_given_it():
    assert takes_training(NormalisedEncoder())
    assert not takes_training(lambda x: x)
