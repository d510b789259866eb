import numpy as np
import pytest

from vae_studio.api import DataError, DataSpec
from vae_studio.data import load_dataset

TABLE = np.array([[1.5, 0, 7], [2.5, 1, 7], [4, 1, 7], [8, 2, 7]])


@pytest.fixture
def load(tmp_path):
    def load_table(array, columns=None, y=None, **spec):
        arrays = (
            {"x": array} | ({} if columns is None else {"columns": columns}) | ({} if y is None else {"y": y})
        )
        np.savez(tmp_path / "table.npz", **arrays)
        return load_dataset(DataSpec(source=str(tmp_path / "table.npz"), **{"scaling": "none"} | spec))

    return load_table


def test_that_columns_without_names_are_counted_from_0(load):
    dataset = load(TABLE, label="column 1", leave_out=("column 2",))
    assert dataset.columns == ("column 0",)
    assert dataset.class_names == ("0", "1", "2")
    assert dataset.labels.tolist() == [0, 1, 1, 2]


def test_that_a_column_named_as_label_goes_before_an_array_of_labels(load):
    names = ["size", "kind", "same"]
    assert load(TABLE, names, y=np.arange(4), label="kind").labels.tolist() == [0, 1, 1, 2]
    assert load(TABLE, names, y=np.arange(4)).labels.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float16", "bool"])
def test_that_every_kind_of_number_is_standardised(load, dtype):
    dataset = load(TABLE.astype(dtype), scaling="standardise")
    np.testing.assert_allclose(dataset.scaling.inverse(dataset.examples), TABLE.astype(dtype), atol=1e-6)


@pytest.mark.parametrize(
    ("array", "columns", "words"),
    [
        (np.zeros((5, 0)), None, r"is empty: its shape is \(5, 0\)"),
        (np.zeros((2, 3), complex), None, "holds complex128 values, not numbers"),
        (np.array([["a", "b"]]), None, "holds <U1 values, not numbers"),
        (TABLE, ["a", "b"], "has 3 columns, but 2 names of columns are given"),
        (TABLE, ["a", "b", "a"], "columns 1 and 3 are both called 'a'"),
        (TABLE[:1], None, "has one row only"),
        (np.where(TABLE == 4, np.nan, TABLE), None, "example 2, column 0 is NaN"),
        (np.where(TABLE == 2, -np.inf, TABLE), ["a", "b", "c"], "example 3, column 'b' is infinite"),
        (np.array([[-1e308], [1e308]]), None, r"holds values from -1e\+308 to 1e\+308"),
    ],
)
def test_that_arrays_that_cannot_be_tables_are_refused(load, array, columns, words):
    with pytest.raises(DataError, match=words) as caught:
        load(array, columns)
    assert "table.npz" in caught.value.message
    assert caught.value.remedy


def test_that_what_is_left_out_may_hold_anything(load):
    assert load(np.where(TABLE == 7, np.nan, TABLE), leave_out=("column 2",)).data_shape == (2,)


def test_that_the_place_is_right_beyond_the_first_chunk(load, monkeypatch):
    monkeypatch.setattr("vae_studio.data.chunks.BYTES_PER_CHUNK", 64)
    array = np.zeros((100, 2))
    array[83, 1] = np.nan
    with pytest.raises(DataError, match="example 83, column 1 is NaN"):
        load(array)


def test_that_the_same_table_has_the_same_fingerprint_and_another_treatment_another(load):
    prints = [load(TABLE, **spec).fingerprint for spec in ({}, {}, {"scaling": "standardise"}, {"test": 0.5})]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3
