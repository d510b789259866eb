"""The sharded gradient is the gradient of the whole batch, for every combination of built-in plugins."""

import itertools

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.model.pixels import Pixels
from vae_studio_builtins import fast_convolutions

tfd = tfp.distributions
NETWORKS = {
    "conv": {"filters": "[3, 3]", "dense": "5"},
    "dense": {"units": "[5]"},
}
STRATEGIES = ("analytic", "monte_carlo")
FAMILIES = ("bernoulli", "continuous_bernoulli", "normal", "normal_learned")
BETA = 1.7


def whole_batch(engine, vae, x, noise):
    """Return figures and gradient by the book: one tape over the whole batch."""
    with tf.GradientTape() as tape:
        q = vae.encoder(x)
        z = q.mean() + q.stddev() * noise
        reconstruction = -vae.decoder(z[0]).log_prob(x)
        ratio = tf.reduce_mean(q.log_prob(z) - vae.prior.log_prob(z), axis=0)
        exact = tfd.kl_divergence(q, vae.prior)
        penalty = exact if type(vae.kl).__name__ == "AnalyticKL" else ratio
        loss = tf.reduce_mean(reconstruction + BETA * penalty)
    added = BETA * tf.reduce_mean(penalty)
    figures = [loss, tf.reduce_mean(reconstruction), added, tf.reduce_mean(exact)]
    return figures, tape.gradient(loss, engine.variables)


def combinations():
    """Every combination; by default each pair of networks once, and every KL and family among them."""
    for encoder, decoder, kl, family in itertools.product(range(2), range(2), range(2), range(4)):
        usual = kl == (encoder != decoder) and family == 2 * kl + (encoder != kl)
        names = [*NETWORKS][encoder], [*NETWORKS][decoder], STRATEGIES[kl], FAMILIES[family]
        yield pytest.param(*names, marks=() if usual else pytest.mark.thorough)


@pytest.mark.parametrize(("encoder", "decoder", "kl", "family"), list(combinations()))
def test_that_the_sharded_gradient_is_that_of_the_whole_batch(
    build_model, make_engine, monkeypatch, encoder, decoder, kl, family
):
    """The whole batch goes through Keras' own convolutions, one operation after the other."""
    settings = {f"encoder.{key}": value for key, value in NETWORKS[encoder].items()}
    settings |= {f"decoder.{key}": value for key, value in NETWORKS[decoder].items()}
    settings |= {"decoder.likelihood": family} | ({"kl.samples": "2"} if kl == "monte_carlo" else {})
    vae = build_model((8, 8, 1), encoder=encoder, decoder=decoder, kl=kl, settings=settings)
    binarise = "dynamic" if family == "bernoulli" else "none"
    engine = make_engine(vae, batch_size=7, shards=2, pixels=Pixels(binarise))
    figures, gradients = engine.gradient(tf.constant(2, tf.int64), BETA)

    monkeypatch.setattr(fast_convolutions, "is_computed_by_processor", lambda _: False)
    x, noise, _ = engine.batch(tf.constant(2, tf.int64))
    expected_figures, expected = whole_batch(engine, vae, x, noise)
    np.testing.assert_allclose(figures[:4], expected_figures, rtol=1e-5)
    np.testing.assert_allclose(tf.reduce_sum(figures[4:]), figures[3], rtol=1e-5)
    for variable, gradient, whole in zip(engine.variables, gradients, expected, strict=True):
        error = np.linalg.norm(gradient.numpy() - whole.numpy())
        assert error <= 1e-5 * np.linalg.norm(whole), variable.name


def rarer(choices):
    """Choices that only ``pytest -m thorough`` tries."""
    return pytest.param(choices, marks=pytest.mark.thorough)


@pytest.mark.parametrize(
    "choices",
    [
        {"encoder.posterior": "full"},
        {"encoder.posterior": "deterministic", "kl.plugin": "none", "decoder.likelihood": "mean_squared_error"},
        rarer({"decoder.likelihood": "independent_normal", "kl.plugin": "none"}),
        rarer({"prior.plugin": "gaussian", "prior.covariance": "full", "prior.trainable": "true"}),
        {"prior.plugin": "mixture", "kl.plugin": "beta", "kl.estimate": "monte_carlo", "kl.samples": "3"},
        {"kl.plugin": "tfp_add_loss", "kl.test_points": "3", "kl.weight": "2"},
        rarer({"kl.plugin": "tfp_regularizer", "kl.use_exact_kl": "true", "prior.plugin": "gaussian"}),
    ],
    ids=lambda choices: "-".join(choices.values()),
)
def test_that_parts_of_a_batch_have_the_gradient_of_the_whole(build_model, make_engine, choices):
    settings = {"encoder.units": "[5]", "decoder.units": "[5]", **choices}
    vae = build_model((8, 8, 1), encoder="dense", decoder="dense", settings=settings)
    (whole_figures, whole), (figures, parts) = (
        make_engine(vae, batch_size=7, shards=shards, pixels=Pixels("none")).gradient(
            tf.constant(2, tf.int64), BETA
        )
        for shards in (1, 3)
    )
    np.testing.assert_allclose(figures, whole_figures, rtol=1e-5, atol=1e-6)
    gradient, expected = (np.concatenate([np.ravel(one) for one in both]) for both in (parts, whole))
    assert np.linalg.norm(gradient - expected) <= 1e-5 * np.linalg.norm(expected)


def test_that_a_model_that_couples_examples_is_never_split(small_model, make_engine):
    from vae_studio.model.vae import VAE

    parts = (small_model.encoder, small_model.decoder, small_model.prior, small_model.kl)
    coupled = VAE(*parts, data_shape=(8, 8, 1), latent_size=2, couples_examples=True)
    assert make_engine(coupled, shards=4).shards == 1
    assert make_engine(small_model, shards=4).shards == 4


def test_that_a_posterior_that_is_not_gaussian_has_other_draws_in_every_part_and_step(small_model, make_engine):
    from vae_studio.model.vae import VAE

    drawn = []

    class Laplace(tfd.Laplace):
        def _sample_n(self, n, seed=None):
            drawn.append(super()._sample_n(n, seed).numpy().tobytes())
            return super()._sample_n(n, seed)

    def encoder(x):
        return tfd.Independent(Laplace(tf.zeros([len(x), 2]), 1.0), 1)

    class Reconstruction:
        samples = 1

        def penalty(self, q, p, z):
            return tf.zeros(z.shape[1])

        def weight(self, epoch):
            return 1.0

    vae = VAE(
        encoder, small_model.decoder, small_model.prior, Reconstruction(), data_shape=(8, 8, 1), latent_size=2
    )
    engine = make_engine(vae, shards=2)
    drawn.clear()
    for step in range(3):
        engine.gradient(tf.constant(step, tf.int64), 1.0)
    assert len(drawn) == 6
    assert len(set(drawn)) == 6
