"""Rows of examples in a mapped file, which are read without filling the memory with their neighbours."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest

from vae_studio.api import DataError
from vae_studio.data.parts import example_at, parts_of
from vae_studio.data.rows import read_rows

RANDOM = np.random.default_rng(0)
ROWS = RANDOM.integers(0, 256, (500, 4, 3, 1), np.uint8)


@pytest.fixture
def mapped(tmp_path):
    np.save(tmp_path / "rows.npy", ROWS)
    return np.load(tmp_path / "rows.npy", mmap_mode="r")


@pytest.mark.parametrize(
    "indices",
    [
        [3, 499, 0, 3, 3, 4, 5, 7],
        np.arange(20, 480),
        np.arange(480, 20, -1),
        RANDOM.permutation(500),
        np.array([7], np.uint8),
        [],
    ],
    ids=["repeated", "in a row", "backwards", "shuffled", "a single one of another type", "none"],
)
def test_that_rows_of_a_file_are_those_of_the_array_in_the_order_asked_for(mapped, indices):
    chosen = np.asarray(indices, getattr(indices, "dtype", np.int64))
    found = read_rows(mapped, chosen)
    assert type(found) is np.ndarray
    np.testing.assert_array_equal(found, ROWS[chosen], strict=True)


def test_that_parts_of_a_map_are_read_from_their_own_place(mapped):
    chosen = RANDOM.permutation(90)
    np.testing.assert_array_equal(read_rows(mapped[10:100], chosen), ROWS[10:100][chosen])
    np.testing.assert_array_equal(
        read_rows(mapped[10:][5:].reshape(-1, 12), chosen), ROWS[15 + chosen].reshape(-1, 12)
    )
    np.testing.assert_array_equal(read_rows(mapped[::2], chosen), ROWS[::2][chosen])


def test_that_numbers_of_eight_bytes_keep_their_values(tmp_path):
    values = RANDOM.normal(size=(50, 7))
    np.save(tmp_path / "values.npy", values)
    chosen = RANDOM.permutation(50)
    found = read_rows(np.load(tmp_path / "values.npy", mmap_mode="r"), chosen)
    np.testing.assert_array_equal(found, values[chosen], strict=True)


def test_that_what_was_changed_in_memory_alone_is_what_is_read(tmp_path):
    np.save(tmp_path / "rows.npy", ROWS)
    changed = np.load(tmp_path / "rows.npy", mmap_mode="c")
    changed[4] = 9
    assert (read_rows(changed, np.array([4])) == 9).all()


@pytest.mark.parametrize("index", [-1, 500])
def test_that_a_row_that_is_not_there_is_refused(mapped, index):
    with pytest.raises(IndexError):
        read_rows(mapped, np.array([0, index]))


def test_that_a_file_that_was_cut_short_is_an_error_in_words(mapped, tmp_path):
    path = tmp_path / "rows.npy"
    path.write_bytes(path.read_bytes()[:3000])
    assert (read_rows(mapped, np.array([0])) == ROWS[0]).all()
    with pytest.raises(
        DataError, match=re.escape(f"{path} cannot be read any more: it is shorter than it was")
    ):
        read_rows(mapped, np.array([0, 499]))


@pytest.mark.skipif(sys.platform == "win32", reason="a mapped file cannot be removed there")
def test_that_a_file_that_was_removed_can_be_read_to_the_end(mapped, tmp_path):
    (tmp_path / "rows.npy").unlink()
    np.testing.assert_array_equal(read_rows(mapped, np.array([499, 1])), ROWS[[499, 1]])


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of what is resident is told by Linux")
def test_that_reading_scattered_rows_makes_nothing_else_resident(tmp_path):
    np.zeros((64 << 20,), np.uint8).tofile(tmp_path / "large")
    large = np.memmap(tmp_path / "large", np.uint8, "r", shape=(16_384, 4096))
    Path("/proc/self/clear_refs").write_text("5")
    before = peak()
    read_rows(large, RANDOM.integers(0, 16_384, 500))
    assert peak() - before < 8 << 20


def test_that_one_example_and_all_in_turn_are_those_of_the_array(mapped, monkeypatch):
    from vae_studio.data import chunks

    monkeypatch.setattr(chunks, "BYTES_PER_CHUNK", 12 * 64)
    for examples in (mapped, ROWS):
        np.testing.assert_array_equal(example_at(examples, 17), ROWS[17])
        parts = list(parts_of(examples))
        assert {len(part) for part in parts} == {64, 500 % 64}
        np.testing.assert_array_equal(np.concatenate(parts), ROWS)


def peak():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) * 1024
