import numpy as np
import pytest

from vae_studio.api import DataError, DataSpec
from vae_studio.data import ReadingCancelledError, load_dataset, loading, read_and_fit


@pytest.mark.parametrize("source", ["nowhere/at/all", "~no_such_user/x", "x" * 5000, "nul\0byte", "MNIST "])
def test_that_a_missing_path_is_refused_in_words(source):
    with pytest.raises(DataError) as caught:
        load_dataset(DataSpec(source=source))
    assert "digits" in caught.value.remedy


@pytest.mark.parametrize("source", ["", "  "])
def test_that_no_source_is_refused(source):
    with pytest.raises(DataError, match="No dataset is given"):
        load_dataset(DataSpec(source=source))


def test_that_a_file_of_an_unknown_kind_is_refused_with_its_name(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(DataError, match=r"notes\.txt is not a file that can become a dataset"):
        load_dataset(DataSpec(source=str(tmp_path / "notes.txt")))


def test_that_a_device_is_no_dataset():
    with pytest.raises(DataError, match="/dev/null is neither a file nor a folder"):
        load_dataset(DataSpec(source="/dev/null"))


def test_that_the_home_folder_may_be_written_as_a_tilde(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    np.save(tmp_path / "x.npy", np.eye(3))
    assert load_dataset(DataSpec(source="~/x.npy")).data_shape == (3,)


def test_that_a_single_image_is_a_dataset_of_one(tmp_path, save_image):
    path = save_image(tmp_path / "face.png", np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8))
    for values in ({}, {"size": (9, 16), "invert": True, "colour": "grey"}):
        spec = DataSpec(source=str(path), **values)
        dataset = load_dataset(spec)
        assert (dataset.name, len(dataset)) == ("face", 1)
        assert np.array_equal(dataset.examples[0], read_and_fit(path, dataset.data_shape, spec))
        assert dataset.splits.train.tolist() == [0]


def test_that_a_single_image_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "face.png").write_bytes(b"hello")
    with pytest.raises(DataError, match=r"face\.png is not an image"):
        load_dataset(DataSpec(source=str(tmp_path / "face.png")))


def test_that_an_array_too_large_for_the_memory_is_an_error_in_words(monkeypatch):
    def too_much():
        raise MemoryError

    monkeypatch.setattr(loading, "read_digits", too_much)
    with pytest.raises(DataError, match="digits does not fit into memory"):
        load_dataset(DataSpec())


def test_that_an_error_of_the_operating_system_is_put_into_words(monkeypatch, tmp_path):
    def refuse(*arguments):
        raise PermissionError(13, "Permission denied", str(tmp_path / "x.npy"))

    np.save(tmp_path / "x.npy", np.eye(3))
    monkeypatch.setattr(loading, "read_npy", refuse)
    with pytest.raises(DataError, match=r"x\.npy cannot be read: Permission denied"):
        load_dataset(DataSpec(source=str(tmp_path / "x.npy")))


def test_that_reading_can_be_cancelled_and_progress_reaches_the_end():
    with pytest.raises(ReadingCancelledError):
        load_dataset(DataSpec(), cancelled=lambda: True)
    seen = []
    load_dataset(DataSpec(), seen.append)
    assert (seen[-1].done, seen[-1].total) == (1797, 1797)


def test_that_preprocessing_changes_the_fingerprint_and_repetition_does_not():
    specs = [DataSpec(), DataSpec(), DataSpec(invert=True), DataSpec(size=(16, 16)), DataSpec(split_seed=1)]
    first, again, *others = [load_dataset(spec).fingerprint for spec in specs]
    assert first == again
    assert len({first, *others}) == 4


def test_that_a_dataset_knows_its_kind_shape_and_length(tmp_path):
    images = load_dataset(DataSpec(colour="rgb", invert=True))
    assert (images.kind, images.data_shape, len(images)) == ("image", (28, 28, 3), 1797)
    np.save(tmp_path / "t.npy", np.eye(4))
    table = load_dataset(DataSpec(source=str(tmp_path / "t.npy")))
    assert (table.kind, table.data_shape, len(table)) == ("table", (4,), 4)


def test_that_arrays_outside_the_sizes_of_a_model_ask_for_a_size(tmp_path):
    np.save(tmp_path / "small.npy", np.zeros((5, 7, 20), np.uint8))
    source = str(tmp_path / "small.npy")
    with pytest.raises(DataError, match=r"small\.npy are 7×20 px"):
        load_dataset(DataSpec(source=source))
    assert load_dataset(DataSpec(source=source, size=(8, 20))).data_shape == (8, 20, 1)
