"""log p(x|z) of one example under many draws of z, against double precision and TFP."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.model.decoded_likelihood import bernoulli_log_likelihood, decoded_log_likelihood

tfd = tfp.distributions


def in_double(logits, x):
    logits, x = logits.astype(np.float64), x.astype(np.float64)
    return (x * logits - np.logaddexp(0, logits)).sum(axis=1)


@pytest.mark.parametrize("size", [1, 7, 101, 784])
@pytest.mark.parametrize("spread", [0.1, 5.0, 100.0])
def test_that_bernoulli_sums_are_those_of_double_precision(size, spread):
    rng = np.random.default_rng(size)
    logits = rng.normal(0, spread, (20, 2, size)).astype(np.float32)
    x = np.stack([rng.random(size) < 0.3, rng.random(size)]).astype(np.float32)
    found = np.asarray(bernoulli_log_likelihood(tf.constant(logits), tf.constant(x)))
    for example in range(2):
        exact = in_double(logits[:, example], x[example])
        np.testing.assert_allclose(found[:, example], exact, rtol=2e-6, atol=6e-8 * size)


def test_that_what_a_decoder_is_sure_of_and_right_about_costs_nothing():
    x = np.tile(np.float32([0, 1]), 400)
    sure = (2 * x - 1) * np.float32(1e4)
    found = bernoulli_log_likelihood(tf.constant(np.stack([sure, -sure])[:, None]), tf.constant(x[None]))
    assert found[0, 0] == 0.0
    assert float(found[1, 0]) == pytest.approx(-8e6)


@pytest.mark.parametrize(
    "family",
    [
        lambda values: tfd.Bernoulli(logits=values, dtype=tf.float32),
        lambda values: tfd.Bernoulli(probs=tf.sigmoid(values), dtype=tf.float32),
        lambda values: tfd.ContinuousBernoulli(logits=values),
        lambda values: tfd.Normal(values, 0.3),
    ],
)
def test_that_every_family_gives_what_its_own_log_prob_gives(family):
    rng = np.random.default_rng(0)
    values = tf.constant(rng.normal(0, 2, (6, 3, 4, 5, 1)).astype(np.float32))
    x = tf.constant((rng.random((3, 4, 5, 1)) < 0.5).astype(np.float32))
    flat = tf.reshape(values, [18, 4, 5, 1])
    own = tfd.Independent(family(values), 3).log_prob(x)
    found = decoded_log_likelihood(tfd.Independent(family(flat), 3), x)
    np.testing.assert_allclose(found, own, rtol=1e-5)
