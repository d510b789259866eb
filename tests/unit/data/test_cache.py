"""Images that were decoded once open at once, and never wrongly."""

import errno
import json
import os
import shutil
import threading
from dataclasses import replace

import numpy as np
import pytest

from vae_studio.api import DataError, DataSpec
from vae_studio.data import image_files, load_dataset
from vae_studio.data.cache import locks, upkeep
from vae_studio.data.cache.record import read_record
from vae_studio.data.cache.store import Building
from vae_studio.data.decoding import batch
from vae_studio.data.decoding.sinks import FileSink
from vae_studio.data.rows import read_rows

RANDOM = np.random.default_rng(5)
SHAPE = (12, 10)


def load(folder, **values):
    return load_dataset(DataSpec(source=str(folder), **values))


def grey():
    return RANDOM.integers(0, 256, SHAPE, np.uint8)


@pytest.fixture
def folder(tmp_path, save_image, store):
    """Seven images of two kinds and one that is torn, with a cache of their own."""
    folder = tmp_path / "pictures"
    for number in range(7):
        save_image(folder / ("ant" if number < 3 else "bee") / f"{number}.png", grey())
    (folder / "bee" / "torn.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture
def decoded(monkeypatch):
    """Counts how often the images of a source are decoded."""
    calls = []

    def counted(*arguments):
        calls.append(arguments)
        return decode_all(*arguments)

    decode_all = image_files.decode_all
    monkeypatch.setattr(image_files, "decode_all", counted)
    return calls


@pytest.fixture
def small_memory(monkeypatch):
    """Makes every dataset one that does not fit into memory."""
    monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", 0)


def is_same(first, second):
    return (
        np.array_equal(first.examples, second.examples)
        and np.array_equal(first.labels, second.labels)
        and (first.class_names, first.skipped, first.fingerprint, first.name)
        == (second.class_names, second.skipped, second.fingerprint, second.name)
    )


def only(store):
    (folder,) = store.iterdir()
    return folder


def test_that_a_folder_is_decoded_once(folder, decoded, store):
    first = load(folder)
    second = load(folder)
    assert len(decoded) == 1
    assert is_same(first, second)
    assert len(second.skipped) == 1
    assert second.kept.folder == only(store)
    assert second.kept.size == sum(path.stat().st_size for path in only(store).iterdir())


def test_that_what_does_not_change_pixels_opens_the_same_copy(folder, decoded, store):
    first = load(folder)
    other = load(folder, binarise="none", validation=0.3, split_seed=4)
    assert len(decoded) == 1
    assert other.fingerprint != first.fingerprint
    assert load(folder, size=(9, 9)).data_shape == (9, 9, 1)
    assert len(decoded) == 2
    assert len(list(store.iterdir())) == 2


def test_that_a_fingerprint_is_computed_once_for_each_way_of_splitting(folder, monkeypatch):
    first = load(folder)
    other = load(folder, test=0.4)
    monkeypatch.setattr("vae_studio.data.loading.fingerprint", None)
    assert load(folder).fingerprint == first.fingerprint
    assert load(folder, test=0.4).fingerprint == other.fingerprint


def test_that_a_fingerprint_is_the_same_whether_kept_streamed_or_neither(folder, monkeypatch):
    kept = load(folder).fingerprint
    monkeypatch.setenv("VAE_STUDIO_CACHE", "/dev/null/nowhere")
    unkept = load(folder)
    assert unkept.kept is None
    assert unkept.fingerprint == kept


@pytest.mark.parametrize("change", ["another image", "one more", "one less", "another name"])
def test_that_a_folder_that_changed_is_decoded_again_and_its_old_copy_goes(
    folder, decoded, store, save_image, change
):
    before = load(folder)
    path = folder / "ant" / "1.png"
    if change == "another image":
        save_image(path, grey())
        os.utime(path, ns=(1, 1))
    elif change == "one more":
        save_image(folder / "ant" / "9.png", grey())
    elif change == "one less":
        path.unlink()
    else:
        path.rename(folder / "bee" / "1.png")
    after = load(folder)
    assert len(decoded) == 2
    assert after.fingerprint != before.fingerprint or after.class_names != before.class_names
    assert after.notes == ()
    assert only(store) == after.kept.folder


def test_that_a_file_that_may_be_opened_at_last_is_read(folder, monkeypatch, decoded):
    refused = str(folder / "ant" / "0.png")

    def refuse(spec, source, name):
        if name == refused:
            raise DataError(f"{name} cannot be read: Permission denied.") from PermissionError(
                errno.EACCES, "Permission denied"
            )
        return read_for(spec, source, name)

    read_for = batch.read_for
    with monkeypatch.context() as patch:
        patch.setattr(batch, "read_for", refuse)
        assert len(load(folder).skipped) == 2
    assert len(load(folder).skipped) == 1
    assert len(decoded) == 2
    assert len(load(folder)) == 7
    assert len(decoded) == 2


def truncate(kept):
    os.truncate(kept / "examples.raw", 100)


def flip(kept):
    content = bytearray((kept / "examples.raw").read_bytes())
    content[77] ^= 1
    (kept / "examples.raw").write_bytes(content)


def spoil_json(kept):
    (kept / "dataset.json").write_text("{")


def change_json(kept):
    plain = json.loads((kept / "dataset.json").read_text())
    plain["more"]["class_names"].reverse()
    (kept / "dataset.json").write_text(json.dumps(plain))


def no_json(kept):
    (kept / "dataset.json").unlink()


def other_json(kept):
    (kept / "dataset.json").write_text("[1, 2]")


def spoil_labels(kept):
    (kept / "labels.npy").write_bytes(b"\x93NUMPY")


def other_labels(kept):
    np.save(kept / "labels.npy", np.zeros(3, np.int64))


def no_examples(kept):
    (kept / "examples.raw").unlink()


DAMAGES = [
    truncate,
    flip,
    spoil_json,
    change_json,
    no_json,
    other_json,
    spoil_labels,
    other_labels,
    no_examples,
]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("streamed", [False, True])
def test_that_a_damaged_copy_is_made_again_with_a_note(folder, store, monkeypatch, damage, streamed):
    if streamed:
        monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", 0)
    before = load(folder)
    before = replace(before, examples=np.array(before.examples))
    damage(only(store))
    after = load(folder)
    assert is_same(before, after)
    (note,) = after.notes
    assert "decoded again, since what was kept of them was damaged" in note
    assert load(folder).notes == ()


@pytest.fixture(params=[flip, shutil.rmtree])
def damaged_at_once(request, monkeypatch):
    """Damages or removes what is decoded as soon as it lies in the cache."""

    def put(made, place, record):
        real(made, place, record)
        request.param(place)

    real = upkeep.put
    monkeypatch.setattr(upkeep, "put", put)


def test_that_a_small_dataset_that_is_damaged_at_once_is_read_all_the_same(folder, store, damaged_at_once):
    dataset = load(folder)
    assert len(dataset) == 7
    assert dataset.kept is None
    (note,) = dataset.notes
    assert "could not be kept" in note
    assert str(store) in note


def test_that_a_large_dataset_that_is_damaged_at_once_is_refused_in_words(
    folder, store, small_memory, damaged_at_once
):
    with pytest.raises(DataError, match=r"were put into .*, and cannot be read there: ") as caught:
        load(folder)
    assert str(store) in str(caught.value)
    assert "Load the dataset again" in caught.value.remedy
    assert "VAE_STUDIO_CACHE" in caught.value.remedy


@pytest.mark.parametrize("error", [errno.EIO, errno.EMFILE])
def test_that_a_copy_that_cannot_be_read_is_named_and_not_thrown_away(
    folder, store, monkeypatch, decoded, error
):
    def fail(*_):
        raise OSError(error, os.strerror(error))

    kept = load(folder).kept.folder
    with monkeypatch.context() as patch:
        patch.setattr("vae_studio.data.cache.store.read_checked", fail)
        with pytest.raises(DataError, match=os.strerror(error)) as caught:
            load(folder)
    assert str(kept / "examples.raw") in str(caught.value)
    assert "vae-studio cache clear" in caught.value.remedy
    assert load(folder).kept.folder == kept
    assert len(decoded) == 1


def test_that_damaged_fingerprints_are_computed_again(folder, store):
    before = load(folder)
    for content in ("", "[]", '{"0.1 0.1 0": 3}'):
        (only(store) / "fingerprints.json").write_text(content)
        assert load(folder).fingerprint == before.fingerprint


def test_that_what_does_not_fit_into_memory_is_mapped_and_cannot_be_written(folder, small_memory):
    dataset = load(folder)
    assert dataset.is_streamed
    assert not dataset.examples.flags.writeable
    assert read_rows(dataset.examples, np.array([3])).shape == (1, *SHAPE, 1)


def test_that_examples_are_the_same_in_memory_and_mapped(folder, monkeypatch):
    in_memory = load(folder)
    assert not in_memory.is_streamed
    monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", 0)
    assert is_same(in_memory, load(folder))


def test_that_two_who_decode_the_same_folder_at_once_do_not_harm_each_other(folder, store, monkeypatch):
    """Both have decoded everything before either has put it in its place."""
    both = threading.Barrier(2, timeout=30)
    decode_all = image_files.decode_all

    def together(*arguments):
        decoded = decode_all(*arguments)
        both.wait()
        return decoded

    monkeypatch.setattr(image_files, "decode_all", together)
    found = []
    threads = [threading.Thread(target=lambda: found.append(load(folder))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert is_same(*found)
    assert found[0].kept.folder == found[1].kept.folder
    assert only(store) == found[0].kept.folder


def test_that_what_a_killed_process_left_half_written_goes_and_what_is_being_written_stays(folder, store):
    left = Building("0" * 32)
    left._unlock()
    left.examples.write_bytes(b"half")
    with Building("1" * 32) as going_on:
        load(folder)
        assert not left.examples.exists()
        assert going_on.examples.exists()
    assert len(list(store.iterdir())) == 1


def full(*_arguments):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_that_a_full_disk_leaves_a_small_dataset_in_memory_with_a_note(folder, store, monkeypatch):
    whole = load(folder, size=(9, 9))
    upkeep.clear([whole.kept.folder])
    monkeypatch.setattr(FileSink, "write", full)
    dataset = load(folder, size=(9, 9))
    assert is_same(whole, dataset)
    (note,) = dataset.notes
    assert "could not be kept" in note
    assert "No space left on device" in note
    assert list(store.iterdir()) == []


def test_that_a_full_disk_refuses_a_large_dataset_and_says_what_to_do(folder, store, monkeypatch, small_memory):
    monkeypatch.setattr(FileSink, "write", full)
    with pytest.raises(DataError, match=r"take .* GB, for which the disk of .* has no room") as caught:
        load(folder)
    assert "vae-studio cache clear" in caught.value.remedy
    assert "VAE_STUDIO_CACHE" in caught.value.remedy
    assert list(store.iterdir()) == []


def test_that_too_little_room_is_noticed_before_anything_is_decoded(folder, monkeypatch, small_memory, decoded):
    monkeypatch.setattr(image_files, "free_bytes", lambda folder: 100)
    with pytest.raises(DataError, match="no room"):
        load(folder)
    assert decoded == []


def test_that_a_cache_that_cannot_be_written_is_no_obstacle_to_a_small_dataset(folder, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("VAE_STUDIO_CACHE", str(tmp_path / "file"))
    (note,) = load(folder).notes
    assert "could not be kept" in note


def test_that_a_cache_that_cannot_be_written_is_named_to_who_needs_it(
    folder, tmp_path, monkeypatch, small_memory
):
    (tmp_path / "file").touch()
    monkeypatch.setenv("VAE_STUDIO_CACHE", str(tmp_path / "file"))
    with pytest.raises(DataError, match="cannot be written to") as caught:
        load(folder)
    assert "VAE_STUDIO_CACHE" in caught.value.remedy


@pytest.fixture
def three(tmp_path, save_image, store):
    """Three datasets in the cache, of which the first was used last."""
    datasets = []
    for number in range(3):
        save_image(tmp_path / f"source {number}" / "a.png", grey())
        datasets.append(load(tmp_path / f"source {number}"))
    for age, dataset in enumerate(datasets):
        os.utime(dataset.kept.folder / locks.NAME, (1000 - age, 1000 - age))
    return datasets


def test_that_what_was_not_used_for_longest_goes_when_the_cache_is_too_large(three, monkeypatch):
    assert [holding.folder for holding in upkeep.holdings()] == [one.kept.folder for one in three]
    size = three[0].kept.size
    monkeypatch.setattr("vae_studio.data.cache.places.MOST_BYTES", 2 * size + size // 2)
    upkeep.keep_within_bound(three[0].kept.folder)
    assert [holding.folder for holding in upkeep.holdings()] == [one.kept.folder for one in three[:2]]


def test_that_opening_a_dataset_makes_it_the_latest_used(three):
    load(three[2].source)
    assert upkeep.holdings()[0].folder == three[2].kept.folder


def test_that_a_dataset_that_is_removed_while_the_cache_is_listed_is_not_listed(three, monkeypatch):
    first, second, third = (one.kept.folder for one in three)

    def read_and_remove(folder):
        record = read_record(folder)
        if folder == second:
            upkeep.discard(second.name)
        return record

    monkeypatch.setattr(upkeep, "read_record", read_and_remove)
    assert [holding.folder for holding in upkeep.holdings()] == [first, third]
    size = upkeep.size_of(third)
    assert upkeep.clear([second, third]) == (size, [])


def test_that_the_one_that_is_needed_stays_however_large_it_is(three, monkeypatch):
    monkeypatch.setattr("vae_studio.data.cache.places.MOST_BYTES", 0)
    upkeep.keep_within_bound(three[2].kept.folder)
    assert [holding.folder for holding in upkeep.holdings()] == [three[2].kept.folder]


@pytest.mark.skipif("sys.platform == 'win32'", reason="there, what is open cannot be removed")
def test_that_what_is_mapped_somewhere_is_not_removed_until_it_no_longer_is(folder, small_memory):
    dataset = load(folder)
    kept = dataset.kept.folder
    assert upkeep.clear([kept]) == (0, [kept])
    assert len(dataset.examples) == 7
    del dataset
    freed, in_use = upkeep.clear([kept])
    assert freed > 0
    assert in_use == []
    assert not kept.exists()


def test_that_the_cache_takes_at_most_a_quarter_of_what_would_be_free_without_it(store, monkeypatch):
    monkeypatch.setattr("vae_studio.data.cache.places.free_bytes", lambda folder: 900)
    assert upkeep.most_bytes(store, 100) == 250
