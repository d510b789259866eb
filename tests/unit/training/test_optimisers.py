"""The fused rules are those of Keras."""

from functools import partial

import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from vae_studio.training.optimisers import RMSPROP_EPSILON, FusedOptimiser

KERAS = {
    "adam": tf_keras.optimizers.Adam,
    "rmsprop": partial(tf_keras.optimizers.RMSprop, epsilon=RMSPROP_EPSILON),
    "sgd": tf_keras.optimizers.SGD,
}
SHAPES = [(3, 4), (4,), (), (2, 1, 2)]


def variables():
    return [tf.Variable(tf.random.stateless_normal(shape, (1, i))) for i, shape in enumerate(SHAPES)]


def gradients(step):
    # Of very different sizes, and exactly zero now and then.
    sizes = [1.0, 1e-4, 1e3, float(step % 3)]
    return [
        size * tf.random.stateless_normal(shape, (step, i))
        for i, (shape, size) in enumerate(zip(SHAPES, sizes, strict=True))
    ]


@pytest.mark.parametrize("rule", KERAS)
def test_that_twenty_steps_equal_those_of_keras(rule):
    ours, theirs = variables(), variables()
    fused, keras = FusedOptimiser(rule, ours), KERAS[rule](0.01)
    for step in range(20):
        rate = 0.01 / (1 + step)
        fused.apply(gradients(step), rate, step)
        keras.learning_rate = rate
        keras.apply_gradients(zip(gradients(step), theirs, strict=True))
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize("rule", KERAS)
def test_that_a_restored_optimiser_goes_on_as_if_nothing_had_been(rule):
    ours, again = variables(), variables()
    one, other = FusedOptimiser(rule, ours), FusedOptimiser(rule, again)
    for step in range(5):
        one.apply(gradients(step), 0.01, step)
    other.restore(one.state())
    for source, target in zip(ours, again, strict=True):
        target.assign(source)
    for optimiser in (one, other):
        optimiser.apply(gradients(5), 0.01, 5)
    for source, target in zip(ours, again, strict=True):
        np.testing.assert_array_equal(source, target)


def test_that_a_variable_without_a_gradient_stays_where_it_is():
    ours = variables()
    before = ours[1].numpy()
    fused = FusedOptimiser("adam", ours)
    found = gradients(1)
    fused.apply(fused.complete([found[0], None, *found[2:]]), 0.1, 0)
    np.testing.assert_array_equal(ours[1], before)
    assert np.all(ours[0].numpy() != variables()[0].numpy())


def test_that_rmsprop_moves_by_its_rate_however_small_the_gradient():
    """A gradient of 1e-5 is far below the root of 1e-7, which Keras adds by default, and above 1e-7."""
    variable = tf.Variable([0.0])
    optimiser = FusedOptimiser("rmsprop", [variable])
    for step in range(100):
        optimiser.apply([tf.constant([1e-5])], 0.01, step)
    assert variable.numpy()[0] < -0.9  # a hundred steps of 0.01, the first ones longer
