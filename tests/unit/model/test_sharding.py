"""A batch split into parts is still the whole batch."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.model.sharding import map_shards, split_sizes


@given(st.integers(0, 100_000), st.integers(1, 64))
def test_that_the_parts_sum_to_the_batch_and_differ_by_one_at_most(batch, shards):
    sizes = split_sizes(batch, shards)
    assert len(sizes) == shards
    assert sum(sizes) == batch
    assert max(sizes) - min(sizes) <= 1


def test_that_results_come_back_in_the_order_of_the_batch():
    inputs = tf.reshape(tf.range(14.0), [7, 2])
    doubled, sums = map_shards(lambda part: (2 * part, tf.reduce_sum(part, axis=1)), inputs, 3)
    np.testing.assert_array_equal(doubled, 2 * inputs)
    np.testing.assert_array_equal(sums, tf.reduce_sum(inputs, axis=1))


@pytest.mark.parametrize("batch", [0, 1, 2, 5])
def test_that_no_part_is_empty_where_there_are_fewer_examples_than_parts(batch):
    seen = []

    def double(part):
        seen.append(len(part))
        return (2 * part,)

    inputs = tf.reshape(tf.range(2.0 * batch), [batch, 2])
    np.testing.assert_array_equal(map_shards(double, inputs, 3)[0], 2 * inputs)
    assert batch == 0 or min(seen) > 0
