import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vae_studio.api import DataError, DataSpec
from vae_studio.data import ReadingCancelledError, load_dataset, read_and_fit
from vae_studio.data.image_files import TOP_FOLDER

RANDOM = np.random.default_rng(4)


def grey(height=12, width=10):
    return RANDOM.integers(0, 256, (height, width), np.uint8)


def colour(height=12, width=10):
    return RANDOM.integers(0, 256, (height, width, 3), np.uint8)


def load(folder, progress=None, cancelled=None, **values):
    return load_dataset(DataSpec(source=str(folder), **values), progress, cancelled)


@pytest.fixture
def animals(tmp_path, save_image):
    """Six images of two kinds, one of them deeper down."""
    folder = tmp_path / "animals"
    for name in ("cat/1.png", "cat/2.bmp", "cat/old/3.tif", "ant/1.png", "ant/2.webp", "ant/3.png"):
        save_image(folder / name, grey(), **({"lossless": True} if name.endswith("webp") else {}))
    return folder


def test_that_images_come_in_the_order_of_their_names_with_sub_folders_as_labels(animals):
    dataset = load(animals)
    assert dataset.name == "animals"
    assert dataset.class_names == ("ant", "cat")
    assert dataset.labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert np.array_equal(dataset.examples[3], np.asarray(Image.open(animals / "cat/1.png"))[..., None])
    assert np.array_equal(dataset.examples[5], np.asarray(Image.open(animals / "cat/old/3.tif"))[..., None])
    assert dataset.skipped == ()


def test_that_a_flat_folder_has_no_labels(tmp_path, save_image):
    for index in range(3):
        save_image(tmp_path / f"{index}.png", grey())
    dataset = load(tmp_path)
    assert dataset.labels is None
    assert dataset.class_names == ()


def test_that_images_above_the_sub_folders_are_a_class_of_their_own(animals, save_image):
    save_image(animals / "stray.png", grey())
    dataset = load(animals)
    assert dataset.class_names == (TOP_FOLDER, "ant", "cat")
    assert dataset.labels.tolist() == [1, 1, 1, 2, 2, 2, 0]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"size": (16, 24)},
        {"size": (16, 24), "fit": "crop", "invert": True},
        {"size": (33, 47), "colour": "grey"},
        {"size": (28, 20), "colour": "rgb", "invert": True},
    ],
)
def test_that_an_image_dropped_again_has_exactly_the_bytes_of_the_dataset(tmp_path, save_image, values):
    rgba = RANDOM.integers(0, 256, (12, 10, 4), np.uint8)
    wide = RANDOM.integers(0, 65536, (12, 10)).astype(np.uint16)
    contents = {"a.png": rgba, "b.png": wide, "c.png": grey(), "d.tif": colour(), "e.jpg": colour()}
    files = [save_image(tmp_path / name, content) for name, content in contents.items()]
    spec = DataSpec(source=str(tmp_path), **values)
    dataset = load_dataset(spec)
    assert len(dataset) == 5
    for index, path in enumerate(files):
        assert np.array_equal(read_and_fit(path, dataset.data_shape, spec), dataset.examples[index])
        assert np.array_equal(
            read_and_fit(path.read_bytes(), dataset.data_shape, spec), dataset.examples[index]
        )


def test_that_one_coloured_image_makes_the_dataset_coloured(animals, save_image):
    assert load(animals).data_shape == (12, 10, 1)
    save_image(animals / "ant" / "4.png", colour())
    assert load(animals).data_shape == (12, 10, 3)
    assert load(animals, colour="grey").data_shape == (12, 10, 1)


def test_that_a_coloured_image_that_cannot_be_read_does_not_make_the_dataset_coloured(animals, save_image):
    before = load(animals)
    path = save_image(animals / "ant" / "4.png", colour())
    path.write_bytes(path.read_bytes()[:-100])
    after = load(animals)
    assert len(after.skipped) == 1
    assert after.fingerprint == before.fingerprint


def test_that_images_of_several_sizes_ask_for_a_size_naming_one_of_each(animals, save_image):
    save_image(animals / "cat" / "wide.png", grey(12, 30))
    with pytest.raises(DataError) as caught:
        load(animals)
    assert "1.png is 12×10 px" in caught.value.message
    assert "wide.png is 12×30 px" in caught.value.message
    assert "data.size" in caught.value.remedy
    assert load(animals, size=(9, 9)).examples.shape == (7, 9, 9, 1)


def test_that_a_broken_image_of_another_size_is_skipped_and_does_not_spoil_the_folder(animals, save_image):
    path = save_image(animals / "cat" / "wide.png", grey(12, 300))
    path.write_bytes(path.read_bytes()[:200])
    dataset = load(animals)
    assert len(dataset) == 6
    assert dataset.skipped[0].path == str(path)


def test_that_images_too_large_for_a_model_ask_for_a_size(tmp_path, save_image):
    save_image(tmp_path / "a.png", grey(300, 400))
    with pytest.raises(DataError, match="are 300×400 px") as caught:
        load(tmp_path)
    assert "data.size" in caught.value.remedy


def test_that_bad_images_in_a_good_folder_are_skipped_and_listed_with_reasons(animals, save_image):
    (animals / "ant" / "empty.png").write_bytes(b"")
    (animals / "ant" / "text.jpg").write_text("hello")
    huge = Image.new("1", (9000, 9000))
    huge.save(animals / "cat" / "huge.png")
    cut = save_image(animals / "cat" / "cut.png", grey())
    cut.write_bytes(cut.read_bytes()[:-60])
    (animals / "cat" / "gone.png").symlink_to(animals / "nowhere.png")
    dataset = load(animals)
    assert len(dataset) == 6
    reasons = {Path(item.path).name: item.reason for item in dataset.skipped}
    assert list(reasons) == ["empty.png", "text.jpg", "cut.png", "gone.png", "huge.png"]
    assert "not an image" in reasons["empty.png"]
    assert "not an image" in reasons["text.jpg"]
    assert "truncated or damaged" in reasons["cut.png"]
    assert "No such file" in reasons["gone.png"]
    assert "9,000×9,000 px, the limit is 64 megapixels" in reasons["huge.png"]
    assert dataset.labels.tolist() == [0, 0, 0, 1, 1, 1]


def test_that_a_folder_of_nothing_but_bad_images_is_refused(tmp_path, save_image):
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_text("hello")
    with pytest.raises(
        DataError, match=r"None of the 2 images of .* can be read; the first: .*a\.png is not an image"
    ):
        load(tmp_path)
    for name in ("a.png", "b.png"):
        path = save_image(tmp_path / name, grey())
        path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(
        DataError, match=r"None of the 2 images of .* can be read; the first: .*a\.png is truncated"
    ):
        load(tmp_path)


def test_that_a_folder_with_no_image_is_refused_and_an_array_file_in_it_named(tmp_path):
    with pytest.raises(DataError, match="holds no image") as caught:
        load(tmp_path)
    assert ".png" in caught.value.remedy
    np.save(tmp_path / "faces.npy", grey())
    with pytest.raises(DataError) as caught:
        load(tmp_path)
    assert str(tmp_path / "faces.npy") in caught.value.remedy


def test_that_progress_ends_with_all_images(animals):
    seen = []
    load(animals, seen.append)
    assert {report.phase for report in seen} == {"reading", "checking"}
    last = [report for report in seen if report.phase == "reading"][-1]
    assert (last.done, last.total) == (6, 6)


@pytest.mark.parametrize("after", [0, 1, 4, 7, 8, 9])
def test_that_reading_can_be_cancelled_at_any_point_and_leaves_no_thread_and_no_file(animals, store, after):
    asked = iter(range(10**6))
    with pytest.raises(ReadingCancelledError):
        load(animals, cancelled=lambda: next(asked) >= after)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("images")]
    assert not store.exists() or list(store.iterdir()) == []


def test_that_more_files_than_one_batch_keep_their_order(tmp_path, save_image, monkeypatch):
    monkeypatch.setattr("vae_studio.data.decoding.whole._MOST_FILES", 4)
    for index in range(11):
        save_image(tmp_path / f"{index:02}.png", np.full((8, 8), index, np.uint8))
    assert load(tmp_path).examples[:, 0, 0, 0].tolist() == list(range(11))
