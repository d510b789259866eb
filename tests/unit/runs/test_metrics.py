"""Records that are appended line by line."""

import pytest

from vae_studio.runs.metrics import append_record, keep_first, read_records


@pytest.mark.parametrize("length", [10, 65_000, 65_536, 200_000])
def test_that_a_line_that_was_cut_off_makes_way_for_the_next_however_long_it_is(tmp_path, length):
    path = tmp_path / "records.jsonl"
    append_record(path, {"epoch": 1, "words": "w" * length})
    with path.open("ab") as file:
        file.write(b'{"epoch": 2, "words": "' + b"x" * length)
    append_record(path, {"epoch": 2})
    assert [record["epoch"] for record in read_records(path)] == [1, 2]


def test_that_a_file_that_is_one_unfinished_line_begins_anew(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_bytes(b"x" * 70_000)
    append_record(path, {"epoch": 1})
    assert read_records(path) == [{"epoch": 1}]


def test_that_the_first_records_are_kept_and_a_missing_file_stays_missing(tmp_path):
    path = tmp_path / "records.jsonl"
    keep_first(path, 0)
    assert not path.exists()
    for epoch in (1, 2, 3):
        append_record(path, {"epoch": epoch})
    keep_first(path, 5)
    assert len(read_records(path)) == 3
    keep_first(path, 1)
    assert read_records(path) == [{"epoch": 1}]
