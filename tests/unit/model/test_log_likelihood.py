"""The log-likelihood that training takes is that of the distribution, with its gradient."""

import numpy as np
import pytest
import tensorflow as tf
import tensorflow_probability as tfp

from vae_studio.model.log_likelihood import bernoulli_logits, log_likelihood

tfd = tfp.distributions
SHAPE = (5, 4, 3, 1)


def value_and_gradient(function, logits, x):
    with tf.GradientTape() as tape:
        tape.watch([logits, x])
        value = function(tfd.Independent(tfd.Bernoulli(logits=logits, dtype=tf.float32), 3), x)
        loss = tf.reduce_sum(value * tf.range(1.0, 6.0))
    return [value, *tape.gradient(loss, [logits, x])]


@pytest.mark.parametrize("values", ["binary", "grey"])
def test_that_bernoulli_pixels_have_the_value_and_gradient_of_their_distribution(values):
    logits = 30.0 * tf.random.stateless_normal(SHAPE, (1, 2))
    x = tf.random.stateless_uniform(SHAPE, (3, 4))
    x = tf.round(x) if values == "binary" else x
    found = value_and_gradient(log_likelihood, logits, x)
    wanted = value_and_gradient(lambda p, x: p.log_prob(x), logits, x)
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


def test_that_any_other_distribution_is_asked_itself():
    class Doubled(tfd.Bernoulli):
        def _log_prob(self, event):
            return 2.0 * super()._log_prob(event)

    for components in (
        Doubled(logits=tf.zeros([5, 3]), dtype=tf.float32),
        tfd.Bernoulli(probs=tf.fill([5, 3], 0.3), dtype=tf.float32),
        tfd.Normal(tf.zeros([5, 3]), 1.0),
    ):
        p = tfd.Independent(components, 1)
        assert bernoulli_logits(p) is None
        np.testing.assert_array_equal(log_likelihood(p, np.ones([5, 3], "f4")), p.log_prob(tf.ones([5, 3])))
