"""Batches shrink as examples grow."""

import math

from hypothesis import given
from hypothesis import strategies as st

from vae_studio.model.batches import ACTIVATIONS, BYTES, batch_size


@given(
    st.tuples(st.integers(8, 256), st.integers(8, 256), st.sampled_from([1, 3])),
    st.integers(1, 2000),
    st.integers(1, 16),
)
def test_that_a_batch_fits_the_budget_or_is_a_single_example(shape, most, draws):
    size = batch_size(shape, most, draws)
    assert 1 <= size <= most
    assert size == 1 or size * 4 * math.prod(shape) * ACTIVATIONS * draws <= BYTES


def test_that_small_images_are_taken_as_many_at_a_time_as_wanted():
    assert batch_size((28, 28, 1), 1000) == 1000
