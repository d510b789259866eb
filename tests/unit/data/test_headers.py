"""Whether a first row names the columns or holds values."""

import pytest

from vae_studio.data.headers import find_header


def found(first, second, wanted=(), decimal_comma=False):
    cells = [None if row is None else row.split() for row in (first, second)]
    return find_header(3, *cells, wanted, decimal_comma=decimal_comma)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("5.1 3.5 setosa", "4.9 3.0 setosa"),
        ("5.1 3.5 setosa", "4.9 ? setosa"),
        ("1 red", "1 blue"),
        ("1 2 red", "2 3 blue"),
        ("2 4 red", "1 7 blue"),
        ("5.1 setosa", None),
        ("1 2 3", "4 5 6"),
        ("2001 2002", "1 2"),
        ("7", "8"),
    ],
)
def test_that_numbers_where_the_next_row_has_them_are_values(first, second):
    header = found(first, second)
    assert header.made_up
    assert "row 3" in header.note
    assert "column 1, column 2" in header.note


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("country 2001 2002", "Norway 1 5"),
        ("country 1990 1995 2000", "Norway 1 5 9.5"),
        ("sample 400.5 401.0 401.5", "a 0.1 0.2 0.1"),
        ("id 2001 x", "7 8 9"),
        ("label 0 1 2", "5 0 0 0"),
        ("a 1", "b"),
        ("1 x", "? ?"),
    ],
)
def test_that_numbers_among_names_are_told(first, second):
    header = found(first, second)
    assert not header.made_up
    assert header.note == "row 3 was taken as the names of the columns, although some are numbers"


def test_that_nothing_is_told_of_a_row_without_numbers():
    assert (found("a b", "1 2").made_up, found("a b", "1 2").note) == (False, "")


def test_that_a_row_with_the_columns_that_are_asked_for_names_them():
    for first, second, wanted in (("name 5", "x 7", ["name"]), ("2001 2002", "1 2", ["2002", "2001"])):
        assert found(first, second).made_up
        assert found(first, second, wanted) == found("a b", "1 2")


def test_that_a_decimal_comma_makes_a_number_where_it_may_be_one():
    assert found("5,1 setosa", "4,9 setosa", decimal_comma=True).made_up
    assert not found("5,1 setosa", "4,9 setosa").made_up
    assert not found("x 0,5 1,0 1,5", "a 3 1 2", decimal_comma=True).made_up
