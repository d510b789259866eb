import decimal
import json
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vae_studio.api import DataError, DataSpec
from vae_studio.data import load_dataset

COLUMNS = {
    "mass": [60.5, 70, 75],
    "count": pa.array([1, 2, 3], pa.int16()),
    "price": [decimal.Decimal("1.25"), decimal.Decimal("2.50"), decimal.Decimal("3.75")],
    "old": [True, False, True],
    "kind": pa.array(["b", "a", "b"]).dictionary_encode(),
}


@pytest.fixture
def load(tmp_path):
    def load_columns(columns, **spec):
        path = tmp_path / "table.parquet"
        pq.write_table(pa.table(columns), path)
        return load_dataset(DataSpec(source=str(path), **{"scaling": "none"} | spec))

    return load_columns


def test_that_every_kind_of_number_is_read(load):
    dataset = load(COLUMNS, label="kind")
    assert dataset.columns == ("mass", "count", "price", "old")
    assert dataset.examples.tolist() == [[60.5, 1, 1.25, 1], [70, 2, 2.5, 0], [75, 3, 3.75, 1]]
    assert dataset.class_names == ("a", "b")
    assert dataset.labels.tolist() == [1, 0, 1]


def test_that_texts_become_columns_of_0_and_1_by_choice(load):
    dataset = load(COLUMNS, categories="one_hot", leave_out=("count", "price", "old"))
    assert dataset.columns == ("mass", "kind=a", "kind=b")
    assert dataset.examples[:, 1:].tolist() == [[0, 1], [1, 0], [0, 1]]


def test_that_a_file_without_its_usual_name_is_known_by_its_bytes(tmp_path):
    pq.write_table(pa.table({"x": [1.0, 2.0]}), tmp_path / "table.dat")
    assert load_dataset(DataSpec(source=str(tmp_path / "table.dat"))).columns == ("x",)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"x": [1.0, None]}, "row 2, column 'x' is empty"),
        ({"x": [1.0, 2.0, float("nan")]}, "row 3, column 'x' holds 'nan', a missing value"),
        ({"x": [1.0, 2.0], "y": ["red", "blue"]}, "column 'y' holds text, such as 'red' in row 1"),
        ({"x": pa.array([0, 1], pa.timestamp("ms"))}, "column 'x' holds timestamp[ms] values"),
        ({"x": [[1.0], [2.0]]}, "column 'x' holds list<element: double> values"),
        ({"x": pa.array([], pa.float64())}, "holds no rows"),
        ({"x": [1.0]}, "has one row only"),
    ],
)
def test_that_what_cannot_be_read_is_named_by_row_and_column(load, columns, words):
    with pytest.raises(DataError) as caught:
        load(columns)
    assert words in caught.value.message
    assert "table.parquet" in caught.value.message
    assert caught.value.remedy


def test_that_a_row_of_a_later_batch_is_named(load, monkeypatch):
    monkeypatch.setattr("vae_studio.data.parquet_tables._CELLS_AT_ONCE", 10)
    with pytest.raises(DataError, match="row 38, column 'x' is empty"):
        load({"x": [1.0] * 37 + [None] + [2.0] * 5})


@pytest.fixture
def save_frame(tmp_path):
    """Write columns as pandas does, the metadata told apart, and return the path."""

    def save(columns, metadata):
        told = metadata if isinstance(metadata, bytes) else json.dumps(metadata).encode()
        path = tmp_path / "frame.parquet"
        pq.write_table(pa.table(columns).replace_schema_metadata({b"pandas": told}), path)
        return path

    return save


INDEX = "__index_level_0__"


def test_that_the_index_of_a_data_frame_is_left_out_with_a_note(save_frame):
    path = save_frame({"x": [5.0, 6.0, 8.0], INDEX: [3, 1, 0]}, {"index_columns": [INDEX]})
    dataset = load_dataset(DataSpec(source=str(path)))
    assert dataset.columns == ("x",)
    assert dataset.notes == ("column '__index_level_0__', the index of the data frame, was left out",)
    quiet = load_dataset(DataSpec(source=str(path), leave_out=(INDEX,)))
    assert (quiet.columns, quiet.notes) == (("x",), ())


def test_that_the_index_of_a_data_frame_may_be_the_label(save_frame):
    path = save_frame({"x": [5.0, 6.0, 8.0], "kind": ["b", "a", "b"]}, {"index_columns": ["kind"]})
    dataset = load_dataset(DataSpec(source=str(path), label="kind"))
    assert (dataset.columns, dataset.class_names, dataset.notes) == (("x",), ("a", "b"), ())


@pytest.mark.parametrize(
    "metadata",
    [
        {"index_columns": [{"kind": "range", "name": None, "start": 0, "stop": 3, "step": 1}]},
        {"index_columns": []},
        {"index_columns": "x"},
        {},
        ["x"],
        b"no JSON",
        b"\xff\xfe\xfd",
        b"[" * 100_000,
    ],
)
def test_that_a_data_frame_without_an_index_column_is_read_in_full(save_frame, metadata):
    path = save_frame({"x": [5.0, 6.0, 8.0], "y": [3, 1, 0]}, metadata)
    dataset = load_dataset(DataSpec(source=str(path)))
    assert (dataset.columns, dataset.notes) == (("x", "y"), ())


@pytest.mark.parametrize("content", [b"", b"no table", b"PAR1 cut short PAR1"])
def test_that_another_file_is_no_parquet_file(tmp_path, content):
    (tmp_path / "table.parquet").write_bytes(content)
    with pytest.raises(DataError, match=r"table\.parquet is truncated, damaged or not a Parquet file"):
        load_dataset(DataSpec(source=str(tmp_path / "table.parquet")))


def test_that_too_many_columns_are_refused_before_they_are_read(load):
    columns = {f"c{index}": np.zeros(1) for index in range(20_001)}
    with pytest.raises(DataError, match="has 20,001 columns"):
        load(columns)


def test_that_arrow_is_not_imported_for_anything_else():
    code = (
        "import sys; from vae_studio.api import DataSpec; from vae_studio.data import load_dataset;"
        "load_dataset(DataSpec(source='wine'));"
        "print(*({'pyarrow', 'sklearn', 'tensorflow'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""
