"""The course of the learning rate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.api import TrainingSpec
from vae_studio.training.schedules import learning_rate


def test_that_a_constant_rate_is_constant():
    training = TrainingSpec(learning_rate=0.02)
    assert {learning_rate(training, step, 100) for step in range(100)} == {0.02}


def test_that_a_cosine_starts_at_the_rate_is_half_of_it_in_the_middle_and_ends_at_zero():
    training = TrainingSpec(learning_rate=0.02, schedule="cosine")
    assert learning_rate(training, 0, 100) == 0.02
    assert learning_rate(training, 50, 100) == pytest.approx(0.01)
    assert learning_rate(training, 100, 100) == pytest.approx(0, abs=1e-18)


@given(st.integers(1, 10_000), st.floats(1e-6, 10))
def test_that_a_cosine_never_rises_and_is_never_negative(total, rate):
    training = TrainingSpec(learning_rate=rate, schedule="cosine")
    steps = range(0, total + 2, max(1, total // 50))
    rates = [learning_rate(training, step, total) for step in steps]
    assert rates == sorted(rates, reverse=True)
    assert all(0 <= found <= rate for found in rates)
