"""Where a run stands once its batches have another size."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.training.position import EpochSteps, converted_step, converted_totals


def divided(examples, batch):
    return EpochSteps(min(batch, examples), examples // min(batch, examples))


@given(st.integers(1, 500), st.integers(1, 200), st.integers(1, 200), st.data())
def test_that_complete_epochs_stay_complete_and_no_example_of_a_begun_one_is_left_out(
    examples, before, now, data
):
    then, now = divided(examples, before), divided(examples, now)
    step = data.draw(st.integers(0, 3 * then.count))
    complete, position = divmod(step, then.count)
    new_complete, new_position = divmod(converted_step(step, then, now), now.count)
    assert new_complete == complete
    assert new_position * now.batch_size <= position * then.batch_size
    left = position * then.batch_size - new_position * now.batch_size
    assert left < now.batch_size or new_position == now.count - 1


def test_that_half_the_batch_takes_twice_the_steps():
    assert converted_step(2 * 12 + 5, EpochSteps(16, 12), EpochSteps(8, 24)) == 2 * 24 + 10
    assert converted_step(24, EpochSteps(16, 12), EpochSteps(8, 24)) == 48


def test_that_the_means_over_the_epoch_so_far_stay_as_they_are():
    then, now = EpochSteps(16, 12), EpochSteps(8, 24)
    totals = np.array([500.0, 40.0])
    np.testing.assert_allclose(converted_totals(totals, 17, then, now) / 10, totals / 5)
    np.testing.assert_array_equal(converted_totals(totals, 24, then, now), 0.0)


def test_that_of_an_epoch_in_which_less_than_a_new_batch_is_done_nothing_is_kept():
    then, now = EpochSteps(16, 12), EpochSteps(100, 1)
    assert converted_step(12 + 3, then, now) == 1
    np.testing.assert_array_equal(converted_totals(np.ones(2), 12 + 3, then, now), 0.0)
