"""Tables and arrays that do not fit into memory go through files, and give what they give in memory."""

import errno
import gc
import os

import numpy as np
import pytest

from vae_studio.api import DataError, DataSpec
from vae_studio.data import ReadingCancelledError, chunks, large_arrays, load_dataset, loading
from vae_studio.data.large_arrays import Growing, new_array

RANDOM = np.random.default_rng(8)
ROWS, COLUMNS = 300, 6


def load(path, cancelled=None, **values):
    return load_dataset(DataSpec(source=str(path), **values), cancelled=cancelled)


def write_csv(path):
    names = [*(f"x{column}" for column in range(COLUMNS)), "kind", "colour"]
    with path.open("w") as file:
        print(*names, sep=",", file=file)
        for row in RANDOM.normal(3, 5, (ROWS, COLUMNS)):
            print(*row, RANDOM.integers(3), RANDOM.choice(["red", "blue"]), sep=",", file=file)


def write_parquet(path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = RANDOM.normal(3, 5, (ROWS, COLUMNS))
    columns = {f"x{column}": numbers[:, column] for column in range(COLUMNS)}
    columns |= {"kind": RANDOM.integers(0, 3, ROWS), "colour": RANDOM.choice(["red", "blue"], ROWS)}
    pq.write_table(pa.table(columns), path)


def write_table(path):
    np.save(path, RANDOM.normal(3, 5, (ROWS, COLUMNS)).astype(np.float32))


def write_images(path):
    np.save(path, RANDOM.integers(0, 256, (ROWS, 10, 9, 3), np.uint8))


def write_channels_first(path):
    np.save(path, RANDOM.integers(0, 256, (ROWS, 3, 10, 9), np.uint8))


def write_wide(path):
    np.save(path, RANDOM.integers(0, 65536, (ROWS, 10, 9)).astype(np.uint16))


TEXTS = {"label": "kind", "categories": "one_hot"}
CASES = {
    "csv": ("a.csv", write_csv, TEXTS),
    "csv without columns": ("a.csv", write_csv, {"leave_out": ("colour", "x3"), "scaling": "none"}),
    "parquet": ("a.parquet", write_parquet, TEXTS),
    "table": ("a.npy", write_table, {}),
    "table without columns": ("a.npy", write_table, {"leave_out": ("column 2",), "label": None}),
    "images": ("a.npy", write_images, {}),
    "images of another size": ("a.npy", write_images, {"size": (12, 12), "colour": "grey", "invert": True}),
    "channels first": ("a.npy", write_channels_first, {}),
    "16 bits": ("a.npy", write_wide, {}),
}


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch, store):
    """Lets even small arrays consist of many pieces."""
    monkeypatch.setattr(chunks, "BYTES_PER_CHUNK", 500)
    monkeypatch.setattr("vae_studio.data.csv_tables._CELLS_AT_ONCE", 100)
    monkeypatch.setattr("vae_studio.data.parquet_tables._CELLS_AT_ONCE", 100)


@pytest.fixture
def small_memory(monkeypatch):
    """Makes every array one that does not fit into memory."""
    monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", 0)


@pytest.fixture(params=CASES)
def case(request, tmp_path):
    """A file and the keys of a spec."""
    name, write, values = CASES[request.param]
    write(tmp_path / name)
    return tmp_path / name, values


def is_same(first, second):
    parts = ("labels", "class_names", "columns", "categories", "fingerprint", "notes", "name", "kind")
    return np.array_equal(first.examples, second.examples) and all(
        np.array_equal(getattr(first, part), getattr(second, part)) for part in parts
    )


def test_that_a_file_gives_the_same_examples_in_memory_and_mapped_and_opened_again(case, monkeypatch, store):
    path, values = case
    in_memory = load(path, **values)
    assert not in_memory.is_streamed
    assert in_memory.kept is None
    monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", 0)
    for _ in range(2):
        mapped = load(path, **values)
        assert mapped.is_streamed
        assert is_same(in_memory, mapped)
        assert not mapped.examples.flags.writeable
        if in_memory.scaling is not None:
            assert np.array_equal(mapped.scaling.mean, in_memory.scaling.mean)
            assert np.array_equal(mapped.scaling.scale, in_memory.scaling.scale)
    assert [len(getattr(mapped.splits, part)) for part in ("train", "validation", "test")] == [243, 27, 30]


def test_that_images_that_are_right_as_they_lie_are_mapped_in_place(tmp_path, small_memory, store):
    write_images(tmp_path / "a.npy")
    dataset = load(tmp_path / "a.npy")
    assert str(dataset.examples.filename) == str(tmp_path / "a.npy")
    assert dataset.kept is None
    assert not store.exists()


def test_that_a_kept_table_is_not_read_again_until_it_changes(tmp_path, small_memory, store, monkeypatch):
    path = tmp_path / "a.csv"
    write_csv(path)
    first = load(path, **TEXTS)
    with monkeypatch.context() as patch:
        patch.setattr("vae_studio.data.loading.read_table", None)
        again = load(path, binarise="none", **TEXTS)
        assert again.fingerprint == first.fingerprint
        assert again.kept.folder == first.kept.folder
    other = load(path, split_seed=1, **TEXTS)
    assert not np.array_equal(other.scaling.mean, first.scaling.mean)
    write_csv(path)
    os.utime(path, ns=(1, 1))
    assert load(path, **TEXTS).fingerprint != first.fingerprint


def test_that_a_damaged_copy_of_a_table_is_made_again_with_a_note(tmp_path, small_memory, store):
    write_table(tmp_path / "a.npy")
    first = load(tmp_path / "a.npy")
    fingerprint, folder = first.fingerprint, first.kept.folder
    del first
    os.truncate(folder / "examples.raw", 10)
    again = load(tmp_path / "a.npy")
    assert again.fingerprint == fingerprint
    assert "the file was read again" in again.notes[-1]
    assert load(tmp_path / "a.npy").notes == again.notes[:-1]


def test_that_a_file_that_changed_while_it_was_read_is_not_kept(tmp_path, small_memory, store, monkeypatch):
    path = tmp_path / "a.csv"
    write_csv(path)

    def read_and_change(*arguments):
        table = read_table(*arguments)
        write_csv(path)
        os.utime(path, ns=(1, 1))
        return table

    read_table = loading.read_table
    with monkeypatch.context() as patch:
        patch.setattr(loading, "read_table", read_and_change)
        first = load(path, **TEXTS)
    assert first.kept is None
    assert first.notes[-1] == "the file was changed while it was read"
    again = load(path, **TEXTS)
    assert again.kept is not None
    assert again.fingerprint != first.fingerprint
    del first
    assert list(store.iterdir()) == [again.kept.folder]


def test_that_a_table_is_kept_in_a_cache_that_a_link_leads_to(tmp_path, small_memory, monkeypatch):
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk")
    monkeypatch.setenv("VAE_STUDIO_CACHE", str(tmp_path / "link"))
    write_table(tmp_path / "a.npy")
    assert load(tmp_path / "a.npy").kept is not None


def test_that_nothing_is_left_of_what_was_only_needed_on_the_way(tmp_path, small_memory, store):
    write_csv(tmp_path / "a.csv")
    dataset = load(tmp_path / "a.csv", **TEXTS)
    gc.collect()
    assert list(store.iterdir()) == [dataset.kept.folder]


@pytest.mark.parametrize("after", [0, 5, 30, 80])
def test_that_reading_a_large_table_can_be_cancelled_and_leaves_nothing(tmp_path, small_memory, store, after):
    write_csv(tmp_path / "a.csv")
    asked = iter(range(10**6))
    with pytest.raises(ReadingCancelledError):
        load(tmp_path / "a.csv", lambda: next(asked) >= after, **TEXTS)
    gc.collect()
    assert not store.exists() or list(store.iterdir()) == []


def test_that_a_full_disk_is_told_in_words(tmp_path, small_memory, store, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    write_table(tmp_path / "a.npy")
    monkeypatch.setattr(large_arrays, "_fill", full)
    with pytest.raises(DataError, match=r"held in memory, and the disk of .* has no room") as caught:
        load(tmp_path / "a.npy")
    assert "vae-studio cache clear" in caught.value.remedy
    assert list(store.iterdir()) == []


def test_that_python_objects_in_a_large_file_are_refused_as_such(tmp_path, small_memory):
    np.save(tmp_path / "a.npy", np.array([{}, []], object), allow_pickle=True)
    with pytest.raises(DataError, match="holds Python objects, which are never loaded"):
        load(tmp_path / "a.npy")


def test_that_what_grows_beyond_the_memory_goes_on_in_a_file(monkeypatch):
    blocks = [RANDOM.normal(size=(count, 3)) for count in (4, 1, 7, 2)]
    for most in (0, 150, 10_000):
        monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", most)
        growing = Growing()
        for block in blocks:
            growing.add(block)
        found = growing.finished()
        assert np.array_equal(found, np.concatenate(blocks))
        assert isinstance(found, np.memmap) == (most < 10_000)


def test_that_an_array_in_a_file_ends_with_its_last_reader(small_memory, store):
    array = new_array((5, 4), np.float32)
    array[:] = 3
    part = array[2:]
    del array
    gc.collect()
    assert len(list(store.iterdir())) == 1
    assert part.sum() == 36
    del part
    gc.collect()
    assert list(store.iterdir()) == []
