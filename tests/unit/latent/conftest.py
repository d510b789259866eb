"""A latent map over the small model, and one whose prior has no quantiles."""

import pytest

from vae_studio.model.inference import Inference
from vae_studio.model.pixels import Pixels


@pytest.fixture(scope="session")
def latent_map(small_model):
    from vae_studio.latent.mapping import LatentMap

    return LatentMap(Inference(small_model, Pixels("dynamic"), seed=1, cores=2))


@pytest.fixture(scope="session")
def mixture_map(small_model):
    """A map whose prior is a mixture of two Gaussians around (−2, 1) and (2, 1)."""
    import tensorflow as tf
    import tensorflow_probability as tfp

    from vae_studio.latent.mapping import LatentMap
    from vae_studio.model.vae import VAE

    tfd = tfp.distributions
    components = tfd.MultivariateNormalDiag(tf.constant([[-2.0, 1.0], [2.0, 1.0]]), tf.ones([2, 2]))
    prior = tfd.MixtureSameFamily(tfd.Categorical(probs=[0.5, 0.5]), components)
    parts = (small_model.encoder, small_model.decoder, prior, small_model.kl)
    return LatentMap(Inference(VAE(*parts, data_shape=(8, 8, 1), latent_size=2), Pixels(), seed=1, cores=1))
