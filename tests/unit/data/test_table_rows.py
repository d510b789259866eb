"""Rows of other files for a model, by its layout alone."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vae_studio.api import DataError
from vae_studio.data import ColumnScaling, TableLayout
from vae_studio.data.table_layout import TableField
from vae_studio.data.table_rows import read_rows

NUMBERS = TableLayout(("a", "b"), ColumnScaling(np.array([1.0, 10.0]), np.array([2.0, 5.0])))
MIXED = TableLayout(("a", "kind=ape", "kind=bee", "b"), ColumnScaling.none(4), {"kind": ("ape", "bee")})


@pytest.fixture
def read(tmp_path):
    def read_text(text, layout=NUMBERS):
        (tmp_path / "rows.csv").write_text(text)
        return read_rows(tmp_path / "rows.csv", layout)

    return read_text


def test_that_columns_are_matched_by_name_in_any_order(read):
    rows = read("b,other,a\n15,x,3\n\n10,y,1\n")
    assert rows.examples.tolist() == [[1, 1], [0, 0]]
    assert rows.numbers.tolist() == [2, 4]
    assert rows.notes[0].endswith("column other left out, which the run was not trained on")


def test_that_columns_without_names_are_taken_in_order(read, tmp_path):
    assert read("3;15\n1;10\n").examples.tolist() == [[1, 1], [0, 0]]
    np.save(tmp_path / "rows.npy", [[3, 15]])
    rows = read_rows(tmp_path / "rows.npy", NUMBERS)
    assert (rows.examples.tolist(), rows.numbers.tolist()) == ([[1, 1]], [0])


def test_that_columns_without_names_are_told_with_the_file(read, tmp_path):
    (note,) = read("3;15\n1;10\n").notes
    assert note.startswith(f"{tmp_path / 'rows.csv'}: there is no header, since row 1 holds numbers alone")
    rows = read("7,ape,2\n8.5,bee,1\n", MIXED)
    assert rows.examples.tolist() == [[7, 1, 0, 2], [8.5, 0, 1, 1]]
    assert read("7,ape,2\n", MIXED).examples.tolist() == [[7, 1, 0, 2]]


def test_that_numbers_which_name_the_columns_of_the_model_are_a_header(read):
    years = TableLayout(("2001", "2002"), ColumnScaling.none(2))
    rows = read("2002,2001\n5,6\n", years)
    assert (rows.examples.tolist(), rows.numbers.tolist(), rows.notes) == ([[6, 5]], [2], ())


def test_that_the_index_of_a_data_frame_is_read_where_the_model_has_the_column(tmp_path):
    for index, notes in (("a", 0), ("other", 1)):
        schema = pa.schema([("a", pa.float64()), ("b", pa.float64()), ("other", pa.float64())])
        told = schema.with_metadata({"pandas": f'{{"index_columns": ["{index}"]}}'})
        columns = [[3.0], [15.0], [1.0]]
        pq.write_table(pa.table(columns, schema=told), tmp_path / "rows.parquet")
        rows = read_rows(tmp_path / "rows.parquet", NUMBERS)
        assert rows.examples.tolist() == [[1, 1]]
        assert ["the index of the data frame" in note for note in rows.notes] == [bool(notes)]


def test_that_parquet_files_are_read_too(tmp_path):
    pq.write_table(pa.table({"b": [2.5], "kind": ["bee"], "a": [7]}), tmp_path / "rows.parquet")
    assert read_rows(tmp_path / "rows.parquet", MIXED).examples.tolist() == [[7, 0, 1, 2.5]]


def test_that_texts_become_the_columns_that_training_made_of_them(read):
    assert read("kind,b,a\nbee,1,2\nape,3,4\n", MIXED).examples.tolist() == [[2, 0, 1, 1], [4, 1, 0, 3]]


@pytest.mark.parametrize(
    ("text", "layout", "words"),
    [
        ("a,c\n1,2\n", NUMBERS, "lacks column b of the 2 that the run was trained on"),
        ("1,2,3\n", NUMBERS, "has 3 columns without names, and the run was trained on 2"),
        ("a,b\n1,\n", NUMBERS, "row 2, column 'b' is empty"),
        ("a,b\n1,2\nx,2\n", NUMBERS, "row 3, column 'a' holds 'x'"),
        ("a,b\n1,2\n1e300,2\n", NUMBERS, "row 3, column 'a' is too far from the training data: 1e+300"),
        ("a,kind,b\n1,ape,2\n1,cat,2\n", MIXED, "row 3, column 'kind' holds 'cat', which the training data"),
    ],
)
def test_that_rows_that_do_not_fit_are_named(read, text, layout, words):
    with pytest.raises(DataError) as caught:
        read(text, layout)
    assert words in caught.value.message
    assert "rows.csv" in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["picture.png", "nowhere.csv", "."])
def test_that_what_is_no_table_is_refused(tmp_path, name):
    (tmp_path / "picture.png").write_bytes(b"x")
    with pytest.raises(DataError, match=r"is not a table|cannot be read"):
        read_rows(tmp_path / name, NUMBERS)


def test_that_an_array_of_images_is_no_table(tmp_path):
    np.save(tmp_path / "rows.npy", np.zeros((2, 8, 8)))
    with pytest.raises(DataError, match=r"shape \(2, 8, 8\), which is no table"):
        read_rows(tmp_path / "rows.npy", NUMBERS)


def test_that_a_layout_knows_the_columns_of_a_file_and_what_they_would_hold():
    assert [field.name for field in MIXED.fields] == ["a", "kind", "b"]
    assert TableField("kind", ("ape", "bee")).columns == ("kind=ape", "kind=bee")
    cells = MIXED.cells(np.array([[1, 0.2, 0.7, 3], [2, 0.9, 0.1, 4]], np.float32))
    assert [column.tolist() for column in cells] == [[1, 2], ["bee", "ape"], [3, 4]]
