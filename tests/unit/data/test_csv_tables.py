"""Text files of cells: which are read, as what, and where what cannot be read is said to stand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.api import DataError, DataSpec
from vae_studio.data import load_dataset
from vae_studio.data.csv_rows import find_delimiter

PLAIN = "height,mass,kind\n1.5,60,ape\n1.6,70,bee\n1.7,75,ape\n1.8,95,cat\n"


@pytest.fixture
def load(tmp_path):
    def load_text(text, name="table.csv", encoding="utf-8", **spec):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return load_dataset(DataSpec(source=str(path), **{"scaling": "none"} | spec))

    return load_text


def refusal(load, *arguments, **options):
    with pytest.raises(DataError) as caught:
        load(*arguments, **options)
    assert "table." in caught.value.message
    assert caught.value.remedy
    return caught.value.message.partition("table.")[2]


def test_that_columns_of_numbers_are_the_examples_and_the_label_colours(load):
    dataset = load(PLAIN, label="kind")
    assert dataset.columns == ("height", "mass")
    assert dataset.examples.dtype == np.float32
    np.testing.assert_allclose(dataset.examples, [[1.5, 60], [1.6, 70], [1.7, 75], [1.8, 95]])
    assert dataset.class_names == ("ape", "bee", "cat")
    assert dataset.labels.tolist() == [0, 1, 0, 2]
    assert (dataset.name, dataset.kind) == ("table", "table")


@pytest.mark.parametrize(
    ("delimiter", "mark", "name", "encoding"),
    [
        (",", ".", "table.csv", "utf-8"),
        (";", ".", "table.csv", "utf-8"),
        (";", ",", "table.csv", "utf-8-sig"),
        ("\t", ",", "table.tsv", "utf-16"),
        ("\t", ".", "table.tab", "utf-8"),
        ("|", ",", "table.CSV", "utf-8"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_that_the_same_numbers_come_from_every_dialect(load, delimiter, mark, name, encoding, ending):
    lines = ["a b", "ü"], ["1.5", "-2e3"], ["0.25", ".5"], ["7", "+1"]
    text = ending.join(delimiter.join(line) for line in lines).replace(".", mark) + ending
    dataset = load(text, name, encoding)
    assert dataset.columns == ("a b", "ü")
    assert dataset.examples.tolist() == [[1.5, -2000], [0.25, 0.5], [7, 1]]


def test_that_a_first_row_of_numbers_is_no_header(load):
    dataset = load("1;2,5\n3;4\n5;6\n")
    assert dataset.columns == ("column 1", "column 2")
    assert dataset.examples.tolist() == [[1, 2.5], [3, 4], [5, 6]]
    assert dataset.notes == (
        "there is no header, since row 1 holds numbers alone; the columns are called column 1, column 2, …",
    )


def test_that_rows_without_a_header_may_end_in_a_text(load):
    rows = "5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n"
    dataset = load(rows, label="column 3")
    assert dataset.columns == ("column 1", "column 2")
    assert dataset.examples.shape == (3, 2)
    assert dataset.class_names == ("setosa", "versicolor")
    assert "there is no header, since row 1 has numbers where the next one has" in dataset.notes[0]


def test_that_years_name_columns_and_that_is_told(load):
    rows = "country,2001,2002\nNorway,1.5,2.5\nFrance,3.5,1.5\n"
    dataset = load(rows, leave_out=("country",))
    assert dataset.columns == ("2001", "2002")
    assert len(dataset) == 2
    table = load("country,2001,2002\nNorway,1.5,2.5\nFrance,3.5,1.5\n", categories="one_hot")
    assert table.columns == ("country=France", "country=Norway", "2001", "2002")
    assert table.notes == ("row 1 was taken as the names of the columns, although some are numbers",)


def test_that_a_blank_line_is_no_row_unless_it_is_a_missing_cell_of_the_only_column(load):
    assert load("a\n1\n2\n\n  \n\n").examples.tolist() == [[1], [2]]
    assert load("\n \na\n1\n2\n").examples.tolist() == [[1], [2]]
    assert "row 3, column 'a' is empty" in refusal(load, "a\n1\n\n2\n")
    assert "row 2, column 'a' is empty" in refusal(load, "a\n  \n1\n2\n")
    assert "row 4, column 'a' is empty" in refusal(load, 'a\n1\n2\n""\n')


def test_that_spaces_quotation_marks_and_blank_lines_do_not_matter(load):
    dataset = load('"a, or\nb", c\n\n 1 , "2"\n  \n3, 4\n\n')
    assert dataset.columns == ("a, or\nb", "c")
    assert dataset.examples.tolist() == [[1, 2], [3, 4]]


def test_that_columns_can_be_left_out_whatever_they_hold(load):
    dataset = load("id,x,why\nA,1,\nB,2,?\n", leave_out=("id", "why"))
    assert dataset.columns == ("x",)


def test_that_a_row_number_without_a_name_is_left_out_with_a_note(load):
    dataset = load(",x\n0,5\n1,6\n2,8\n")
    assert dataset.columns == ("x",)
    assert "counts the rows" in dataset.notes[0]
    assert load(",x\n0,5\n1,6\n3,8\n").columns == ("column 1", "x")


def test_that_columns_of_text_become_columns_of_0_and_1_by_choice(load):
    dataset = load(PLAIN, categories="one_hot")
    assert dataset.columns == ("height", "mass", "kind=ape", "kind=bee", "kind=cat")
    assert dataset.examples[:, 2:].tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]]
    assert dataset.categories == {"kind": ("ape", "bee", "cat")}
    standardised = load(PLAIN, categories="one_hot", scaling="standardise")
    assert np.array_equal(standardised.examples[:, 2:], dataset.examples[:, 2:])


@pytest.mark.parametrize(
    ("labels", "names", "indices"),
    [
        (["10", "9", "9"], ("9", "10"), [1, 0, 0]),
        (["1.0", "0", "1"], ("0", "1"), [1, 0, 1]),
        (["b", "1", "a"], ("1", "a", "b"), [2, 0, 1]),
    ],
)
def test_that_labels_are_sorted_as_numbers_where_they_are_numbers(load, labels, names, indices):
    dataset = load("x,y\n" + "".join(f"{row},{label}\n" for row, label in enumerate(labels)), label="y")
    assert dataset.class_names == names
    assert dataset.labels.tolist() == indices


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n3,\n", "row 3, column 'b' is empty"),
        ("a,b\n1,2\n,\n3,4\n", "row 3, column 'a' is empty"),
        ("a,b\n1,2\n3,4\n , \n", "row 4, column 'a' is empty"),
        ("a\tb\n1\t2\n\t\n", "row 3, column 'a' is empty"),
        (",\n1,2\n3,4\n", "row 1 is to name the columns, and all of its cells are empty"),
        ("a,b\n1,2\n3,NA\n", "row 3, column 'b' holds 'NA', a missing value"),
        ("a,b\n1,nan\n3,4\n", "row 2, column 'b' holds 'nan', a missing value"),
        ("a,b\n\n1,2\n\n3,inf\n", "row 5, column 'b' holds 'inf', which is no number"),
        ("a,b\n1,red\n2,blue\n", "column 'b' holds text, such as 'red' in row 2"),
        ("a,b\n1,2\n3,4\nx1,5\n", "row 4, column 'a' holds 'x1', which is no number"),
        ("a,b\n1,2\n3,1_000\n", "row 3, column 'b' holds '1_000'"),
        ('a,b\n1,2\n3,"1,5"\n', "row 3, column 'b' holds '1,5', which is no number"),
        ("a;b\n1,5;2\n3;2.5\n", "row 3, column 'b' holds '2.5' with a decimal point, and other"),
        ("a;b\n1.5;2\n3;2,5\n", "row 3, column 'b' holds '2,5' with a decimal comma, and other"),
        ("a;b\n1,5;2\n3;1.234,5\n", "row 3, column 'b' holds '1.234,5', which is no number"),
        ("a,b\n1,2\n3,4,5\n", "row 3 has 3 cells, and the first row 2"),
        ('a,b\n"1\n",2\n3\n', "row 4 has 1 cell, and the first row 2"),
        ("a,b\n1,2\n", "has one row only"),
        ("1,2\n", "has one row only"),
        ("a,b\n", "holds a header and no rows"),
        ("\n \n", "holds no cells"),
        ("", "is empty"),
        ("a,b,a\n1,2,3\n", "columns 1 and 3 are both called 'a'"),
        ('a,b\n1,2\n3,"4\n', "row 3 cannot be read as cells"),
        ("a,ü\n1,2\n3,4\n".encode("latin-1"), "is not a text in UTF-8: row 1 holds the byte 0xfc"),
        (b"a,b\n" + b"1,2\n" * 9000 + b"\xff,1\n", "is not a text in UTF-8: row 9,002 holds the byte 0xff"),
    ],
)
def test_that_what_cannot_be_read_is_named_by_row_and_column(load, text, words):
    assert words in refusal(load, text)


def test_that_a_row_beyond_the_first_block_is_named(load):
    rows = "".join("1,2\n" for _ in range(25_000))
    assert "row 25,003, column 'b' is empty" in refusal(load, f"a,b\n{rows}3,4\n5,\n"[:-1])


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"label": "knd"}, "has no column 'knd', which data.label names"),
        ({"leave_out": ("kind", "weight")}, "has no column 'weight', which data.leave_out names"),
        ({"label": "mass", "leave_out": ("kind", "height")}, "has no column of numbers left"),
    ],
)
def test_that_columns_that_there_are_not_are_refused(load, spec, words):
    assert words in refusal(load, PLAIN, **spec)


def test_that_the_label_cannot_be_left_out(load):
    with pytest.raises(DataError, match=r"data\.leave_out names 'kind', which is the label"):
        load(PLAIN, label="kind", leave_out=("mass", "kind"))


def test_that_close_names_are_suggested(load):
    with pytest.raises(DataError) as caught:
        load(PLAIN, label="knd")
    assert caught.value.remedy == "Did you mean 'kind'?"


def test_that_fractions_are_no_label(load):
    assert "column 'height' holds fractions, such as 1.5" in refusal(
        load, PLAIN, label="height", leave_out=("kind",)
    )


def test_that_a_million_columns_are_refused_before_the_rows_are_read(load):
    header = ",".join(f"c{index}" for index in range(1_000_000))
    assert "has 1,000,000 columns; a table may have up to 20,000" in refusal(load, header + "\nno row at all")


def test_that_a_line_without_an_end_is_refused(load, monkeypatch):
    monkeypatch.setattr("vae_studio.data.csv_rows.LONGEST_LINE", 1000)
    assert "row 2 has more than 1,000 characters" in refusal(load, "a,b\n" + "1" * 2000)


def test_that_a_text_column_of_names_is_no_category(load):
    rows = "".join(f"{row},name {row}\n" for row in range(1500))
    words = "column 'who' holds more than 1,000 different texts"
    assert words in refusal(load, f"x,who\n{rows}", categories="one_hot")


@given(
    table=st.lists(
        st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=3, max_size=3), min_size=2
    ),
    delimiter=st.sampled_from(";\t|,"),
)
def test_that_numbers_survive_being_written_and_read(tmp_path_factory, table, delimiter):
    path = tmp_path_factory.mktemp("csv") / "numbers.csv"
    rows = [["a", "b", "c"], *([repr(value) for value in row] for row in table)]
    path.write_text("\n".join(delimiter.join(row) for row in rows))
    found = load_dataset(DataSpec(source=str(path), scaling="none"))
    assert np.array_equal(found.examples, np.array(table, np.float32))


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("a;b\n1,5;2,5\n", ";"),
        ("a;b,c\n1,2\n", ","),
        ("a\tb\n1,5\t2,5\n", "\t"),
        ("a\n1\n", ","),
        ("a;b;c\n1,5;2\n", ";"),
        ("", ","),
    ],
)
def test_that_the_delimiter_is_the_one_that_every_line_has(sample, delimiter):
    assert find_delimiter(sample) == delimiter


def test_that_reading_can_be_given_up_and_tells_how_far_it_is(tmp_path):
    (tmp_path / "long.csv").write_text("a\n" + "1\n2\n" * 30_000)
    seen = []
    load_dataset(DataSpec(source=str(tmp_path / "long.csv")), seen.append)
    assert seen[0].done > 0
    asked = iter([False, True])
    with pytest.raises(DataError, match="cancelled"):
        load_dataset(DataSpec(source=str(tmp_path / "long.csv")), cancelled=lambda: next(asked))


def test_that_a_table_of_images_has_no_columns_to_choose(tmp_path):
    with pytest.raises(DataError, match=r"data\.label names 'x', but digits is made of images"):
        load_dataset(DataSpec(label="x"))
