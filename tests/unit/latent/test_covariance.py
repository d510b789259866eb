"""Posteriors whose dimensions are correlated, as far as the encoding tells of them."""

import numpy as np
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.latent.encoding import Encoding
from vae_studio.latent.mapping import LatentMap
from vae_studio.model.inference import Inference
from vae_studio.model.pixels import Pixels
from vae_studio.model.vae import VAE

tfd = tfp.distributions
FACTOR = np.array([[0.5, 0.0], [0.3, 0.2]], np.float32)


def test_that_a_full_covariance_is_part_of_the_encoding(small_model, small_dataset):
    def encoder(x):
        return tfd.MultivariateNormalTriL(tf.reduce_mean(x, axis=[1, 2]) * [[1.0, 2.0]], tf.constant(FACTOR))

    parts = (encoder, small_model.decoder, small_model.prior, small_model.kl)
    vae = VAE(*parts, data_shape=(8, 8, 1), latent_size=2)
    found = LatentMap(Inference(vae, Pixels(), seed=1, cores=1)).encode(small_dataset.examples[:3])
    np.testing.assert_allclose(found.covariance, np.tile(FACTOR @ FACTOR.T, (3, 1, 1)), rtol=1e-5)
    np.testing.assert_allclose(found.scale**2, found.covariance[:, [0, 1], [0, 1]], rtol=1e-5)
    assert Encoding.joined([found, found]).covariance.shape == (6, 2, 2)
    assert found.to_arrays()["covariance"].shape == (3, 2, 2)


def test_that_a_diagonal_posterior_has_none(latent_map, small_dataset):
    assert latent_map.encode(small_dataset.examples[:2]).covariance is None
