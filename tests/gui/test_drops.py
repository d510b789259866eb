"""What drags and the clipboard hold, and what is said about it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from vae_studio.data.images import read_image
from vae_studio.gui.drop_words import drop_words
from vae_studio.gui.drops import (
    TITLE_KEY,
    DropContents,
    holds_something,
    is_idx_file,
    png_bytes,
    read_mime,
    sort_paths,
    titled,
)


def mime_of(*paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def red_square():
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    return image


@pytest.fixture
def files(tmp_path):
    """An image, a text, an array, an IDX file and a folder."""
    for name in ("a.png", "notes.txt", "x.npz", "train-images-idx3-ubyte.gz"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder").mkdir()
    return tmp_path


def test_that_files_are_sorted_by_what_can_be_done_with_them(files):
    contents = read_mime(
        mime_of(
            *(files / name for name in ("a.png", "folder", "x.npz", "train-images-idx3-ubyte.gz", "notes.txt"))
        )
    )
    assert contents.images == (files / "a.png", files / "notes.txt")
    assert contents.readable_images == (files / "a.png",)
    assert contents.folders == (files / "folder",)
    assert contents.arrays == (files / "x.npz", files / "train-images-idx3-ubyte.gz")


def test_that_every_dropped_file_is_kept_and_not_only_the_first(tmp_path):
    paths = [tmp_path / f"{number}.png" for number in range(7)]
    assert sort_paths(paths).images == tuple(paths)


@pytest.mark.parametrize(
    ("names", "dataset"),
    [(["folder"], "folder"), (["x.npz"], "x.npz"), (["folder", "x.npz"], None), (["a.png"], None)],
)
def test_that_one_folder_or_array_file_may_be_a_dataset(files, names, dataset):
    contents = sort_paths(files / name for name in names)
    assert contents.dataset == (None if dataset is None else files / dataset)


def test_that_pixels_without_a_file_are_kept():
    mime = QMimeData()
    mime.setImageData(red_square())
    contents = read_mime(mime)
    assert [image.size().width() for image in contents.pixels] == [4]
    assert holds_something(mime)


def test_that_the_file_counts_where_a_program_offers_file_and_pixels(files):
    mime = mime_of(files / "a.png")
    mime.setImageData(red_square())
    contents = read_mime(mime)
    assert contents.pixels == ()
    assert contents.images == (files / "a.png",)


def test_that_text_and_addresses_on_the_web_are_of_no_interest():
    mime = QMimeData()
    mime.setText("hello")
    mime.setUrls([QUrl("https://example.org/a.png")])
    assert not holds_something(mime)
    assert not read_mime(mime)


@pytest.mark.parametrize("name", ["train-images-idx3-ubyte", "t10k-labels.idx1-ubyte.gz", "digits.idx"])
def test_that_idx_files_are_known_by_their_names(name):
    assert is_idx_file(Path(name))


def test_that_pixels_are_read_as_a_file_would_be():
    assert read_image(png_bytes(red_square())).tolist() == [[[255, 0, 0]] * 4] * 4


def test_that_pixels_carry_their_name():
    assert titled(red_square(), "z 0.5").text(TITLE_KEY) == "z 0.5"


def test_that_the_overlay_says_how_images_will_be_encoded():
    contents = DropContents(images=tuple(Path(f"{name}.png") for name in "abc"))
    words = drop_words(contents, pixels=0, data_shape=(28, 28, 1), next_number=7)
    assert words.title == "Drop to encode 3 images"
    assert words.line == "Resized to 28×28 grey · added to the tray as 7–9"
    assert words.count == 3


def test_that_the_overlay_counts_what_cannot_be_read():
    contents = DropContents(images=(Path("a.png"), Path("b.txt")))
    words = drop_words(contents, pixels=0, data_shape=(28, 28, 3), next_number=1)
    assert words.title == "Drop to encode 1 image"
    assert words.line == "1 of 2 files are images · resized to 28×28 colour · added to the tray as 1"


def test_that_the_overlay_says_that_images_wait_for_a_model():
    words = drop_words(DropContents(), pixels=1, data_shape=None, next_number=1)
    assert words.line == "Kept in the tray until there is a model of images"


def test_that_the_overlay_offers_an_array_file_as_dataset():
    words = drop_words(DropContents(arrays=(Path("x.npz"),)), 0, None, 1)
    assert words.title == "Drop to use x.npz as the dataset"


def test_that_runs_and_specs_are_told_from_datasets_and_images(files):
    (files / "run").mkdir()
    (files / "run" / "run.json").write_text("{}")
    (files / "spec.toml").touch()
    contents = sort_paths([files / "run", files / "folder", files / "spec.toml", files / "a.png"])
    assert (contents.runs, contents.folders) == ((files / "run",), (files / "folder",))
    assert (contents.specs, contents.images) == ((files / "spec.toml",), (files / "a.png",))
    assert contents.sources == (files / "a.png", files / "folder")


def test_that_the_overlay_says_what_becomes_of_a_run_and_of_settings():
    run, spec = DropContents(runs=(Path("mnist-007"),)), DropContents(specs=(Path("mine.toml"),))
    assert drop_words(run, 0, None, 1).title == "Drop to open the run mnist-007"
    assert drop_words(spec, 0, None, 1).title == "Drop to take the settings of mine.toml"
    assert drop_words(run, 0, None, 1, locked=True).line == "Training is under way: stop it first"
    assert drop_words(spec, 0, None, 1, locked=True).line == "Training is under way: stop it first"
