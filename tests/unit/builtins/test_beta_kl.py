"""The weighted KL: its schedules and its free bits."""

import math

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.api import BuildContext, SpecError
from vae_studio_builtins import beta_kl
from vae_studio_builtins.beta_kl import BetaParams

tfd = tfp.distributions


def strategy(**params):
    return beta_kl.build(BetaParams(**params), BuildContext((8, 8, 1), 2, 1))


def penalty(chosen, q, p=None):
    p = p or tfd.MultivariateNormalDiag(tf.zeros(2), tf.ones(2))
    return chosen.penalty(q, p, q.sample(chosen.samples, seed=(1, 2))).numpy()


LOC = np.array([[1.0, 0.1], [2.0, 0.0]], np.float32)
SCALE = np.array([[0.5, 1.0], [0.7, 0.9]], np.float32)
PER_DIMENSION = 0.5 * (SCALE**2 + LOC**2 - 1.0) - np.log(SCALE)


def posterior():
    return tfd.MultivariateNormalDiag(LOC, SCALE)


def test_that_a_constant_weight_is_there_from_the_start():
    assert strategy(schedule="constant", beta=4.0).weight(0.0) == 4.0


@pytest.mark.parametrize(("epoch", "share"), [(0.0, 0.0), (2.5, 0.25), (10.0, 1.0), (99.0, 1.0)])
def test_that_a_linear_warm_up_rises_along_a_line(epoch, share):
    assert strategy(beta=2.0, warm_up=10.0).weight(epoch) == pytest.approx(2.0 * share)


@pytest.mark.parametrize("epoch", [0.0, 2.5, 5.0, 7.5, 10.0, 20.0])
def test_that_a_cosine_warm_up_rises_along_half_a_cosine(epoch):
    expected = 0.5 - 0.5 * math.cos(math.pi * min(epoch / 10.0, 1.0))
    assert strategy(schedule="cosine").weight(epoch) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("epoch", "weight"),
    [
        (0.0, 0.0),
        (1.0, 0.5),
        (2.0, 1.0),
        (3.9, 1.0),
        (4.0, 0.0),
        (5.0, 0.5),
        (7.0, 1.0),
        (8.0, 1.0),
        (9.0, 1.0),
    ],
)
def test_that_a_cyclical_warm_up_starts_again_and_stays_after_the_last_cycle(epoch, weight):
    assert strategy(schedule="cyclical", warm_up=4.0, cycles=2).weight(epoch) == pytest.approx(weight)


def test_that_without_free_bits_the_penalty_is_the_kl():
    np.testing.assert_allclose(penalty(strategy(), posterior()), PER_DIMENSION.sum(axis=-1), rtol=1e-5)


def test_that_free_bits_floor_the_mean_kl_of_each_dimension():
    floored = np.maximum(PER_DIMENSION.mean(axis=0), 0.3)
    assert floored[1] == 0.3 < floored[0]
    found = penalty(strategy(free_bits=0.3), posterior())
    np.testing.assert_allclose(found, floored.sum(), rtol=1e-5)
    assert strategy(free_bits=0.3).couples_examples


def test_that_nothing_is_gained_by_lowering_a_free_dimension():
    loc = tf.Variable([[1.0, 0.1], [2.0, 0.0]])
    with tf.GradientTape() as tape:
        q = tfd.MultivariateNormalDiag(loc, [[0.5, 1.0], [0.7, 0.9]])
        p = tfd.MultivariateNormalDiag(tf.zeros(2), tf.ones(2))
        loss = tf.reduce_mean(strategy(free_bits=0.3).penalty(q, p, q.sample(1, seed=(0, 0))))
    gradient = tape.gradient(loss, loc).numpy()
    assert np.all(gradient[:, 0] > 0)
    np.testing.assert_array_equal(gradient[:, 1], 0.0)


def test_that_monte_carlo_free_bits_agree_with_the_analytic_ones():
    estimate = penalty(strategy(free_bits=0.05, estimate="monte_carlo", samples=4000), posterior())
    np.testing.assert_allclose(estimate, penalty(strategy(free_bits=0.05), posterior()), rtol=0.03)


def test_that_free_bits_are_refused_where_the_kl_does_not_factorise():
    q = tfd.MultivariateNormalTriL([[1.0, 0.1]], [[[1.0, 0.0], [0.5, 1.0]]])
    with pytest.raises(SpecError, match="diagonal covariance") as caught:
        penalty(strategy(free_bits=0.3), q)
    assert caught.value.key == "kl.free_bits"


def test_that_a_prior_without_closed_form_is_refused_only_by_the_analytic_estimate(build_model):
    choices = {"prior": "mixture", "kl": "beta"}
    with pytest.raises(SpecError, match="closed-form") as caught:
        build_model((8, 8, 1), **choices)
    assert (caught.value.key, "monte_carlo" in caught.value.remedy) == ("kl.estimate", True)
    vae = build_model((8, 8, 1), **choices, settings={"kl.estimate": "monte_carlo", "kl.samples": "3"})
    assert vae.kl.samples == 3
