from pathlib import Path

import numpy as np
import pytest

from vae_studio.data.rows import read_rows, release


@pytest.fixture
def mapped(tmp_path):
    """Three thousand rows of 4 KiB in a file, each of its own number."""
    path = tmp_path / "rows.raw"
    (np.arange(3000, dtype=np.int32)[:, None] + np.zeros((1, 1024), np.int32)).tofile(path)
    return np.memmap(path, np.int32, "r", shape=(3000, 1024))


def resident(path):
    """Bytes of a mapped file that count as memory of this process."""
    found = False
    with Path("/proc/self/smaps").open() as lines:
        for line in lines:
            if line.split()[-1:] == [str(path)]:
                found = True
            elif found and line.startswith("Rss:"):
                return int(line.split()[1]) * 1024
    raise AssertionError(f"{path} is not mapped")


@pytest.mark.parametrize("in_memory", [False, True])
def test_that_rows_come_in_the_order_asked_for_and_may_come_twice(mapped, in_memory):
    indices = np.array([2999, 0, 7, 7, 2000, 1])
    rows = read_rows(np.array(mapped) if in_memory else mapped, indices)
    assert rows[:, 0].tolist() == indices.tolist()
    assert not isinstance(rows, np.memmap)
    rows[0] = 5
    assert mapped[2999, 0] == 2999


def test_that_many_rows_are_those_of_numpy(mapped):
    indices = np.random.default_rng(0).integers(0, 3000, 2500)
    assert np.array_equal(read_rows(mapped, indices), np.asarray(mapped)[indices])


def test_that_rows_of_a_part_of_a_file_are_counted_from_its_beginning(mapped):
    assert read_rows(mapped[100:200], np.array([0, 99]))[:, 0].tolist() == [100, 199]


@pytest.mark.parametrize("in_memory", [False, True])
def test_that_a_row_that_does_not_exist_is_an_error(mapped, in_memory):
    with pytest.raises(IndexError):
        read_rows(np.array(mapped) if in_memory else mapped, np.array([3000]))


def test_that_no_rows_have_the_shape_of_rows(mapped):
    assert read_rows(mapped, np.array([], np.int64)).shape == (0, 1024)


@pytest.mark.skipif("sys.platform != 'linux'", reason="Linux alone tells what a mapping takes")
def test_that_reading_the_whole_file_leaves_nothing_of_it_in_memory(mapped):
    read_rows(mapped, np.arange(3000))
    assert resident(mapped.filename) == 0
    assert mapped.sum() > 0
    assert resident(mapped.filename) == mapped.nbytes
    release(mapped[5:])
    assert resident(mapped.filename) == 0


def test_that_giving_back_pages_of_an_array_in_memory_changes_nothing():
    array = np.arange(10)
    release(array[2:])
    assert array.tolist() == list(range(10))
