"""The importance-weighted estimate of log p(x), against a model whose log p(x) is known."""

import zlib
from dataclasses import dataclass

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import SpecError
from vae_studio.evaluation import importance
from vae_studio.evaluation.importance import ImportanceMeter
from vae_studio.model.inference import Inference
from vae_studio.model.pixels import Pixels
from vae_studio.model.seeds import derived_seed, stateless_seed
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
    np.testing.assert_array_equal(meter.log_likelihood(x[5:6], 50), together[5:])
    np.testing.assert_array_equal(meter.log_likelihood(x[:6][::-1], 50), together[::-1])


def test_that_steps_of_any_length_give_the_same_figures_by_one_graph(wide_meter, x):
    samples = 3 * wide_meter._sums.draws + 1
    for seconds in (1e-9, 1e-3, 100.0):
        steps = list(wide_meter.steps(x[:5], samples, seconds=seconds))
        reached = [done for done, _ in steps]
        assert reached == sorted(reached)
        assert reached[-1] == 5
        found = np.concatenate([part for _, part in steps])
        np.testing.assert_allclose(found, wide_meter.log_likelihood(x[:5], samples), rtol=1e-12)
    assert len(steps) == 1
    assert wide_meter._sums._compiled.experimental_get_tracing_count() == 1


def test_that_a_long_example_is_told_of_in_parts(wide_meter, x):
    steps = list(wide_meter.steps(x[:2], 4 * wide_meter._sums.draws, seconds=1e-9))
    assert [done for done, _ in steps] == [0.5, 1.0, 1.5, 2.0]
    assert [len(part) for _, part in steps] == [0, 0, 0, 2]


def test_that_another_seed_gives_other_draws_and_the_same_seed_the_same(wide_meter, x):
    first = wide_meter.log_likelihood(x[:4], 10)
    np.testing.assert_array_equal(wide_meter.log_likelihood(x[:4], 10), first)
    assert (wide_meter.log_likelihood(x[:4], 10, seed=1) != first).all()


def test_that_progress_is_told_and_a_cancelled_measurement_keeps_what_is_done(wide_meter, x, monkeypatch):
    monkeypatch.setattr(importance, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(wide_meter, "_seconds_per_draw", 1e-9)
    done = []
    found = wide_meter.log_likelihood(x, 10, progress=done.append, cancelled=lambda: len(done) == 2)
    assert len(found) == done[-1] < len(x)
    np.testing.assert_array_equal(found, wide_meter.log_likelihood(x[: len(found)], 10))


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


def test_that_the_figures_are_those_of_double_precision_on_the_same_draws():
    rng = np.random.default_rng(2)
    weights, offset = rng.normal(0, 1.5, (2, 12)), rng.normal(0, 1, 12)
    prior = tfd.MixtureSameFamily(
        tfd.Categorical(probs=[0.3, 0.7]),
        tfd.MultivariateNormalDiag([[0.0, 1.0], [-1.0, 0.0]], [[1.0, 0.5], [0.8, 1.2]]),
    )
    decoder = lambda z: tfd.Independent(  # noqa: E731
        tfd.Bernoulli(
            logits=tf.reshape(z @ tf.constant(weights, tf.float32) + np.float32(offset), [-1, 2, 6]),
            dtype=tf.float32,
        ),
        2,
    )
    encoder = lambda x: tfd.MultivariateNormalDiag(x[:, 0, :2] - 0.5, 0.3 + x[:, 1, :2])  # noqa: E731
    vae = VAE(encoder, decoder, prior, Strategy(), data_shape=(2, 6), latent_size=2)
    meter = ImportanceMeter(Inference(vae, Pixels(), seed=3, cores=2))
    meter._sums.draws = 20
    x, samples = rng.random((5, 2, 6)).astype(np.float32), 50

    def reference(example):
        loc, scale = example[0, :2] - 0.5, 0.3 + example[1, :2]
        noise = np.concatenate([block_of_noise(example, 3, number, n) for number, n in enumerate((20, 20, 10))])
        z = loc + scale * noise.astype(np.float64)
        logits, flat = z @ weights + offset, example.reshape(12).astype(np.float64)
        parts = [
            flat @ logits.T - np.logaddexp(0, logits).sum(axis=1),
            np.logaddexp(
                np.log(0.3) + gaussian(z, [0.0, 1.0], [1.0, 0.5]),
                np.log(0.7) + gaussian(z, [-1.0, 0.0], [0.8, 1.2]),
            ),
            -gaussian(z, loc, scale),
        ]
        return np.logaddexp.reduce(np.sum(parts, axis=0)) - np.log(samples)

    np.testing.assert_allclose(meter.log_likelihood(x, samples), [reference(one) for one in x], rtol=1e-5)


def block_of_noise(example, seed, number, count):
    """Return the standard normal numbers that a block of an example's draws is made from, ``[count, 2]``."""
    key = zlib.crc32(example.tobytes()) & 0x7FFFFFFF
    own = derived_seed(derived_seed(stateless_seed(seed, "sample"), key), number)
    return np.asarray(tf.random.stateless_normal([count, 1, 2], own))[:, 0]


def gaussian(z, loc, scale):
    """Return log N(z; loc, diag(scale²)) in double precision."""
    loc, scale = np.asarray(loc, np.float64), np.asarray(scale, np.float64)
    return -0.5 * (((z - loc) / scale) ** 2 + np.log(2 * np.pi)).sum(axis=1) - np.log(scale).sum()
