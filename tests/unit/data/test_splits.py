import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.data.splits import split_examples

SHARES = st.floats(0.0, 0.9)


@given(count=st.integers(1, 500), seed=st.integers(0, 2**63), validation=SHARES, test=SHARES)
def test_that_splits_are_disjoint_complete_and_never_without_training(count, seed, validation, test):
    splits = split_examples(count, seed, validation, test)
    together = np.concatenate([splits.train, splits.validation, splits.test])
    assert sorted(together) == list(range(count))
    assert len(splits.train) >= 1


@given(count=st.integers(1, 300), given_test=st.integers(0, 100), seed=st.integers(0, 9))
def test_that_a_given_test_set_is_the_test_set_and_nothing_else_is(count, given_test, seed):
    splits = split_examples(count + given_test, seed, 0.2, 0.3, given_test)
    if given_test:
        assert splits.test.tolist() == list(range(count, count + given_test))
    assert sorted(np.concatenate([splits.train, splits.validation, splits.test])) == list(
        range(count + given_test)
    )


@given(count=st.integers(1, 300), seed=st.integers(0, 2**31))
def test_that_the_same_seed_gives_the_same_splits_in_ascending_order(count, seed):
    first, second = (split_examples(count, seed, 0.1, 0.1) for _ in range(2))
    for part in ("train", "validation", "test"):
        indices = getattr(first, part)
        assert indices.dtype == np.int64
        assert np.array_equal(indices, getattr(second, part))
        assert np.array_equal(indices, np.sort(indices))


def test_that_the_splits_of_known_seeds_are_what_they_always_were():
    assert split_examples(20, 0, 0.2, 0.2).test.tolist() == [2, 4, 6, 18]
    assert split_examples(20, 0, 0.2, 0.2).validation.tolist() == [5, 8, 10]
    assert split_examples(20, 1, 0.2, 0.2).test.tolist() == [7, 13, 14, 16]
    assert split_examples(1797, 0, 0.1, 0.1).test[:8].tolist() == [2, 32, 33, 41, 42, 43, 53, 94]


def test_that_the_hash_is_splitmix64_of_the_hashed_seed():
    def mixed(value):
        value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) % 2**64
        return value ^ (value >> 31)

    seed, count = 7, 50
    hashes = [mixed((mixed(seed) + (index + 1) * 0x9E3779B97F4A7C15) % 2**64) for index in range(count)]
    expected = sorted(sorted(range(count), key=hashes.__getitem__)[:10])
    assert split_examples(count, seed, 0.0, 0.2).test.tolist() == expected


@pytest.mark.parametrize(
    ("count", "sizes"), [(1, (1, 0, 0)), (2, (2, 0, 0)), (10, (8, 1, 1)), (1797, (1455, 162, 180))]
)
def test_that_shares_are_rounded_to_whole_examples(count, sizes):
    splits = split_examples(count, 0, 0.1, 0.1)
    assert (len(splits.train), len(splits.validation), len(splits.test)) == sizes


def test_that_another_seed_gives_other_splits():
    assert not np.array_equal(split_examples(100, 0, 0.1, 0.1).test, split_examples(100, 1, 0.1, 0.1).test)
