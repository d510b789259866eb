"""Draws are the same however a batch is split."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.model.posterior_draws import draw

tfd = tfp.distributions
RANDOM = np.random.default_rng(0)
NOISE = RANDOM.normal(size=(3, 6, 2)).astype(np.float32)
LOC = RANDOM.normal(size=(6, 2)).astype(np.float32)
SCALE = RANDOM.uniform(0.2, 3.0, (6, 2)).astype(np.float32)
SEED = (0, 0)

FAMILIES = {
    "diagonal": lambda rows: tfd.MultivariateNormalDiag(LOC[rows], SCALE[rows]),
    "independent": lambda rows: tfd.Independent(tfd.Normal(LOC[rows], SCALE[rows]), 1),
    "triangular": lambda rows: tfd.MultivariateNormalTriL(LOC[rows], tf.linalg.diag(SCALE[rows])),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_that_a_gaussian_posterior_carries_the_noise_to_z(family):
    z = draw(FAMILIES[family](slice(0, 6)), NOISE, SEED)
    np.testing.assert_allclose(z, LOC + SCALE * NOISE, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("family", FAMILIES)
def test_that_the_parts_of_a_split_batch_have_the_draws_of_the_whole(family):
    whole = draw(FAMILIES[family](slice(0, 6)), NOISE, SEED)
    parts = [draw(FAMILIES[family](rows), NOISE[:, rows], SEED) for rows in (slice(0, 2), slice(2, 6))]
    np.testing.assert_array_equal(whole, tf.concat(parts, axis=1))


def test_that_another_family_draws_for_itself_from_the_seed():
    q = tfd.Independent(tfd.Laplace(LOC, SCALE), 1)
    one, same, other = (draw(q, NOISE, seed) for seed in ([0, 1], [0, 1], [0, 2]))
    assert one.shape == (3, 6, 2)
    np.testing.assert_array_equal(one, same)
    assert not np.any(one.numpy() == other.numpy())
