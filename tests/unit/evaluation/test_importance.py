"""The importance-weighted estimate of log p(x), against a model whose log p(x) is known."""

from dataclasses import dataclass

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import SpecError
from vae_studio.evaluation.importance import ImportanceMeter
from vae_studio.model.inference import Inference
from vae_studio.model.pixels import Pixels
from vae_studio.model.vae import VAE

tfd, tfb = tfp.distributions, tfp.bijectors
SLOPE = np.array([[1.0, -0.5, 0.3], [0.2, 0.8, -1.0]], np.float32)
NOISE = 0.6


@dataclass(frozen=True)
class Strategy:
    """A KL strategy of which only the number of draws is asked for."""

    samples: int = 1


def linear_gaussian(encoder):
    """Return a meter for x = z SLOPE + noise with z ~ N(0, I), whose evidence is Gaussian."""
    decoder = lambda z: tfd.MultivariateNormalDiag(tf.matmul(z, SLOPE), tf.fill([3], np.float32(NOISE)))  # noqa: E731
    prior = tfd.MultivariateNormalDiag(tf.zeros([2]), tf.ones([2]))
    vae = VAE(encoder, decoder, prior, Strategy(), data_shape=(3,), latent_size=2)
    return ImportanceMeter(Inference(vae, Pixels(), seed=1, cores=2))


def exact(x):
    """Return p(z|x) of the linear model."""
    precision = np.eye(2) + SLOPE @ SLOPE.T / NOISE**2
    covariance = np.linalg.inv(precision).astype(np.float32)
    mean = tf.matmul(x, tf.constant(SLOPE.T @ covariance / np.float32(NOISE) ** 2))
    return tfd.MultivariateNormalTriL(mean, tf.constant(np.linalg.cholesky(covariance)))


def inexact(x):
    """Return a posterior that is too wide, and whose dimensions are uncorrelated."""
    return tfd.MultivariateNormalDiag(exact(x).mean(), tf.fill([2], np.float32(0.7)))


def flow(x):
    """Return the wide posterior as a family that draws for itself."""
    return tfd.TransformedDistribution(inexact(x), tfb.Shift(tf.constant([0.1, 0.0])))


@pytest.fixture(scope="module")
def x():
    return np.random.default_rng(0).normal(0, 1.2, (40, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def evidence(x):
    covariance = SLOPE.T @ SLOPE + NOISE**2 * np.eye(3)
    deviation = np.einsum("ni,ij,nj->n", x, np.linalg.inv(covariance), x)
    return -0.5 * (deviation + np.log(np.linalg.det(covariance)) + 3 * np.log(2 * np.pi))


@pytest.fixture(scope="module")
def wide_meter():
    return linear_gaussian(inexact)


def test_that_one_sample_of_the_true_posterior_gives_log_p_of_x(x, evidence):
    np.testing.assert_allclose(linear_gaussian(exact).log_likelihood(x, samples=1), evidence, atol=1e-4)


def test_that_many_samples_of_a_wrong_posterior_come_near_log_p_of_x(wide_meter, x, evidence):
    error = wide_meter.log_likelihood(x, samples=4000) - evidence
    assert abs(error.mean()) < 0.02
    assert np.abs(error).max() < 0.15


def test_that_the_bound_rises_with_the_number_of_samples_and_stays_below_log_p_of_x(wide_meter, x, evidence):
    means = [
        np.mean([wide_meter.log_likelihood(x, samples, seed) for seed in range(20)])
        for samples in (1, 2, 5, 20)
    ]
    assert means == sorted(means)
    assert means[-1] - means[0] > 0.1
    assert means[0] < evidence.mean()


@pytest.mark.parametrize("encoder", [inexact, flow])
def test_that_an_example_gets_the_same_figure_in_any_company_and_place(encoder, x):
    meter = linear_gaussian(encoder)
    together = meter.log_likelihood(x[:6], 50)
    np.testing.assert_allclose(meter.log_likelihood(x[5:6], 50), together[5:], rtol=1e-5)
    np.testing.assert_allclose(meter.log_likelihood(x[:6][::-1], 50), together[::-1], rtol=1e-5)


def test_that_noise_given_in_parts_is_the_noise_given_at_once(wide_meter, x, monkeypatch):
    from vae_studio.evaluation import importance

    whole = wide_meter.log_likelihood(x[:3], 50)
    monkeypatch.setattr(importance, "DECODES", 7)
    np.testing.assert_allclose(wide_meter.log_likelihood(x[:3], 50), whole, rtol=1e-5)
    assert wide_meter._compiled.experimental_get_tracing_count() == 1


def test_that_another_seed_gives_other_draws_and_the_same_seed_the_same(wide_meter, x):
    first = wide_meter.log_likelihood(x[:4], 10)
    np.testing.assert_array_equal(wide_meter.log_likelihood(x[:4], 10), first)
    assert (wide_meter.log_likelihood(x[:4], 10, seed=1) != first).all()


def test_that_progress_is_told_and_a_cancelled_measurement_keeps_what_is_done(wide_meter, x, monkeypatch):
    from vae_studio.evaluation import importance

    monkeypatch.setattr(importance, "DECODES", 100)
    done = []
    found = wide_meter.log_likelihood(x, 10, progress=done.append, cancelled=lambda: len(done) == 2)
    assert done == [10, 20]
    np.testing.assert_allclose(found, wide_meter.log_likelihood(x[:20], 10), rtol=1e-5)


def test_that_what_cannot_be_estimated_is_refused_in_words(wide_meter, x):
    with pytest.raises(SpecError, match=r"shape \(2,\) instead of \(3,\)"):
        wide_meter.log_likelihood(x[:, :2])
    with pytest.raises(SpecError, match="0 importance samples"):
        wide_meter.log_likelihood(x, samples=0)
    points = linear_gaussian(lambda x: tfd.VectorDeterministic(x[:, :2]))
    with pytest.raises(SpecError, match="density"):
        points.log_likelihood(x)


def test_that_no_example_has_no_figure(wide_meter, x):
    assert wide_meter.log_likelihood(x[:0]).shape == (0,)
