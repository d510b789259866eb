import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vae_studio.api import DataError
from vae_studio.data.progress import Reporter
from vae_studio.data.scaling import ColumnScaling
from vae_studio.data.standardising import fit_scaling, to_model

RANDOM = np.random.default_rng(5)


def fit(table, train=None):
    train = np.arange(len(table)) if train is None else train
    names = [f"c{index}" for index in range(table.shape[1])]
    return fit_scaling(table, train, names, Reporter())


def test_that_mean_and_deviation_are_those_of_the_training_rows_alone():
    table = RANDOM.normal(3, 7, (100, 4))
    train = np.arange(0, 100, 3)
    scaling, notes = fit(table, train)
    np.testing.assert_allclose(scaling.mean, table[train].mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(scaling.scale, table[train].std(axis=0), rtol=1e-12)
    assert notes == ()
    table[np.setdiff1d(np.arange(100), train)] = 1e6
    again, _ = fit(table, train)
    assert np.array_equal(again.mean, scaling.mean)
    assert np.array_equal(again.scale, scaling.scale)


def test_that_columns_of_0_and_1_stay_and_constant_ones_are_told():
    table = np.array([[0, 5, 1, 0.1, 2], [1, 5, 1, 0.1, 3], [1, 5, 1, 0.1, 4]])
    scaling, notes = fit(table)
    assert scaling.mean[:4].tolist() == [0, 5, 0, 0.1]
    assert scaling.scale[:4].tolist() == [1, 1, 1, 1]
    assert notes == ("c1, c2, c3 have one value in all training rows",)


@pytest.mark.parametrize("size", [1e-200, 1e-12, 1e150, 1e200])
def test_that_no_size_of_the_numbers_is_too_large_or_too_small_to_standardise(size):
    values = RANDOM.normal(size=(50, 1))
    examples, scaling, _ = to_model(values * size, np.arange(50), ["x"], "standardise", Reporter())
    np.testing.assert_allclose(examples.std(), 1, rtol=1e-5)
    np.testing.assert_allclose(scaling.inverse(examples), values * size, rtol=1e-4, atol=1e-6 * size)


def test_that_the_size_of_the_pieces_changes_nothing_but_the_last_digit(monkeypatch):
    table = RANDOM.normal(3, 7, (1000, 3))
    train = np.flatnonzero(RANDOM.random(1000) < 0.6)
    whole, _ = fit(table, train)
    monkeypatch.setattr("vae_studio.data.chunks.BYTES_PER_CHUNK", 100)
    pieces, _ = fit(table, train)
    np.testing.assert_allclose(pieces.mean, whole.mean, rtol=1e-12)
    np.testing.assert_allclose(pieces.scale, whole.scale, rtol=1e-12)


@given(
    arrays.arrays(
        np.float64, st.tuples(st.integers(2, 20), st.integers(1, 4)), elements=st.floats(-1e6, 1e6, width=32)
    )
)
def test_that_back_and_forth_is_where_it_began(table):
    scaling, _ = fit(table)
    assert np.all(scaling.scale > 0)
    spread = np.abs(table - table.mean(axis=0)).max()
    np.testing.assert_allclose(scaling.inverse(scaling.forward(table)), table, atol=1e-6 * (spread + 1))


def test_that_nothing_is_scaled_by_choice():
    table = np.array([[1, 300], [2, 7]], np.uint16)
    examples, scaling, notes = to_model(table, np.arange(2), ["a", "b"], "none", Reporter())
    assert examples.tolist() == table.tolist()
    assert (examples.dtype, scaling, notes) == (np.float32, None, ())


def test_that_a_number_beyond_float32_is_named():
    with pytest.raises(DataError, match=r"Example 1 \(counting from 0\), column 'b' is too large: 1e\+39"):
        to_model(np.array([[1, 2], [3, 1e39]]), np.arange(2), ["a", "b"], "none", Reporter())


def test_that_a_table_without_training_rows_is_refused():
    with pytest.raises(DataError, match="no rows for training"):
        to_model(np.ones((3, 2)), np.arange(0), ["a", "b"], "standardise", Reporter())


def test_that_the_scaling_of_none_is_the_identity():
    table = RANDOM.normal(size=(4, 3)).astype(np.float32)
    scaling = ColumnScaling.none(3)
    assert np.array_equal(scaling.forward(table), table)
    assert np.array_equal(scaling.inverse(table), table)
