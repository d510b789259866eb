"""The Dataset panel, driven through its controls, with the real studio behind it."""

import os
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit

from vae_studio.api import DataError, DataSpec
from vae_studio.data.dataset import Dataset, Skipped, Splits
from vae_studio.data.progress import Progress
from vae_studio.gui.dataset.gallery import Gallery
from vae_studio.gui.dataset.gallery_model import DRAWN_ROLE, GalleryModel
from vae_studio.gui.dataset.loading_line import progress_words
from vae_studio.gui.dataset.panel import DatasetPanel
from vae_studio.gui.drops import DropContents, sort_paths
from vae_studio.gui.figures import file_size
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Theme

LOADING_MS = 20_000


@pytest.fixture
def studio(session, qtbot):
    """A studio whose core never starts: datasets load, models are not built."""
    studio = Studio(session)
    yield studio
    studio.shutdown()


@pytest.fixture
def panel(studio, qtbot):
    panel = DatasetPanel(studio, Theme("dark"))
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    return panel


@pytest.fixture
def with_digits(panel, studio, qtbot):
    """The panel with the embedded digits loaded."""
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        studio.load_dataset(DataSpec())
    return panel


def images_in(folder, count=12, size=(20, 16)):
    folder.mkdir()
    for number in range(count):
        Image.new("L", size, number * 20).save(folder / f"{number:02}.png")
    return folder


def made_up(count, dtype=np.uint8):
    """A dataset of so many 28×28 images."""
    examples = np.zeros((count, 28, 28, 1), dtype)
    thirds = np.array_split(np.arange(count), 3)
    return Dataset("many", "many", examples, None, (), Splits(*thirds), (), (), "", ())


def test_that_the_digits_are_described_in_numbers(with_digits):
    assert with_digits.summary.examples.text() == "1\u2009797 · 28×28×1 · 8-bit"
    assert with_digits.summary.split.text() == "train 1\u2009455 · val 162 · test 180"
    assert with_digits.source.segments.value() == "digits"
    assert with_digits.gallery.examples.rowCount() == 1797


def test_that_an_example_says_its_class_and_its_split(with_digits, studio):
    model, dataset = with_digits.gallery.examples, studio.dataset
    row = int(dataset.splits.validation[0])
    words = model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert words == f"Example {row} · Class {dataset.class_names[dataset.labels[row]]} · validation"


def test_that_a_folder_taken_in_the_dialog_becomes_the_dataset(with_digits, studio, qtbot, tmp_path):
    folder = images_in(tmp_path / "pictures")
    qtbot.mouseClick(with_digits.source.segments.button("folder"), Qt.MouseButton.LeftButton)
    dialog = with_digits.source.dialog
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        dialog.fileSelected.emit(str(folder))
        dialog.done(1)
    assert studio.dataset.data_shape == (16, 20, 1)
    assert with_digits.source.segments.value() == "folder"
    assert with_digits.source.dialog is None


def test_that_a_dialog_that_is_given_up_leaves_the_source_as_it_was(with_digits, qtbot):
    qtbot.mouseClick(with_digits.source.segments.button("file"), Qt.MouseButton.LeftButton)
    with_digits.source.dialog.reject()
    assert with_digits.source.segments.value() == "digits"


def test_that_a_dropped_array_file_becomes_the_dataset(panel, studio, qtbot, tmp_path):
    np.save(tmp_path / "noise.npy", np.random.default_rng(0).integers(0, 255, (50, 12, 10), np.uint8))
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        panel.source.take(DropContents(arrays=(tmp_path / "noise.npy",)))
    assert studio.spec.data.source == str(tmp_path / "noise.npy")
    assert panel.source.segments.value() == "file"


def test_that_several_images_are_no_dataset_and_the_panel_says_so(panel, studio, qtbot, tmp_path):
    with qtbot.assertNotEmitted(studio.dataset_changed):
        panel.source.take(DropContents(images=(tmp_path / "a.png", tmp_path / "b.png")))
    assert "one folder" in panel.loading.words.text()
    assert not panel.loading.isHidden()


def test_that_idx_files_dropped_together_stand_for_their_folder(panel, tmp_path, qtbot):
    files = tuple(tmp_path / name for name in ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"))
    with qtbot.waitSignal(panel.source.chosen) as caught:
        panel.source.take(DropContents(arrays=files))
    assert caught.args == [str(tmp_path)]


def test_that_a_dataset_that_fails_leaves_the_one_before_and_says_why(with_digits, studio, qtbot, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    with qtbot.waitSignal(studio.dataset_failed, timeout=LOADING_MS) as caught:
        with_digits.source.chosen.emit(str(empty))
    assert isinstance(caught.args[0], DataError)
    assert "empty" in with_digits.loading.words.text()
    assert studio.dataset.name == "digits"
    assert with_digits.source.segments.value() == "digits"
    assert with_digits.gallery.examples.rowCount() == 1797


def test_that_another_size_is_previewed_before_training(with_digits, studio, qtbot):
    with_digits.preprocessing.disclosure.click()
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        with_digits.preprocessing.form.editor("size").setText("20, 14")
    assert studio.spec.data.size == (20, 14)
    picture = with_digits.gallery.examples.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert picture.size() == QSize(14, 20)
    assert with_digits.preprocessing.form.editor("size").text() == "20, 14"


def test_that_an_impossible_size_is_refused_under_its_field(with_digits, studio):
    with_digits.preprocessing.form.editor("size").setText("2, 2")
    problem = with_digits.preprocessing.form.row("size").problem
    assert "between 8 and 256 px" in problem.text()
    assert not with_digits.preprocessing.form.isHidden()
    assert studio.spec.data.size is None


def test_that_the_threshold_is_seen_at_once_and_loads_nothing(with_digits, studio, qtbot):
    model = with_digits.gallery.examples
    pixels = with_digits.preprocessing.pixels
    with qtbot.assertNotEmitted(studio.dataset_changed):
        pixels.setCurrentIndex(pixels.findData("threshold"))
    picture = model.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    shades = {QColor(picture.pixel(x, y)).red() for x in range(28) for y in range(28)}
    assert shades == {0, 255}
    assert with_digits.preprocessing.form.editor("threshold").isEnabled()
    pixels.setCurrentIndex(pixels.findData("none"))
    assert studio.spec.data.binarise == "none"
    picture = model.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert len({QColor(picture.pixel(x, y)).red() for x in range(28) for y in range(28)}) > 2


def test_that_a_draw_of_each_epoch_is_shown_under_the_pointer_only(with_digits):
    index = with_digits.gallery.examples.index(0, 0)

    def shades(role):
        picture = index.data(role)
        return {QColor(picture.pixel(x, y)).red() for x in range(28) for y in range(28)}

    assert len(shades(Qt.ItemDataRole.DecorationRole)) > 2
    assert shades(DRAWN_ROLE) == {0, 255}


def test_that_files_left_out_are_listed_on_demand(with_digits, studio, qtbot):
    assert with_digits.left_out.isHidden()
    with_digits.left_out.show_files((Skipped("/pictures/torn.png", "It is truncated."),))
    assert with_digits.left_out.disclosure.text() == "1 file was left out"
    assert with_digits.left_out.files.isHidden()
    with_digits.left_out.disclosure.click()
    assert with_digits.left_out.files.toPlainText() == "torn.png: It is truncated."
    assert not with_digits.left_out.files.isHidden()


def test_that_a_torn_image_in_a_folder_is_counted(panel, studio, qtbot, tmp_path):
    folder = images_in(tmp_path / "pictures")
    (folder / "torn.png").write_bytes(b"\x89PNG\r\n")
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        panel.source.chosen.emit(str(folder))
    assert panel.left_out.disclosure.text() == "1 file was left out"
    assert "torn.png" in panel.left_out.files.toPlainText()


def test_that_everything_is_locked_while_training(with_digits, studio, monkeypatch):
    monkeypatch.setattr(type(studio), "locked", True)
    studio.state_changed.emit(StudioState.TRAINING)
    assert not with_digits.source.segments.isEnabled()
    assert not with_digits.preprocessing.pixels.isEnabled()
    assert with_digits.source.drop_zone.isEnabled(), "it has to say why it refuses"
    assert with_digits.header.hint.text() == "Locked while training"
    monkeypatch.setattr(type(studio), "locked", False)
    studio.state_changed.emit(StudioState.IDLE)
    assert with_digits.source.segments.isEnabled()
    assert with_digits.header.hint.text() == ""


def test_that_a_download_says_how_far_it_has_come(panel):
    panel.loading.show_progress(Progress("downloading", 12_300_000, 54_900_000))
    assert panel.loading.words.text() == "Downloading 12.3 of 54.9 MB"
    assert not panel.loading.isHidden()
    panel.loading.show_progress(None)
    assert panel.loading.isHidden()


def test_that_reading_says_how_long_it_will_go_on():
    assert progress_words(Progress("reading", 200, 500, 65.2)) == "Reading 200 of 500, 1 min 5 s left"
    assert progress_words(Progress("checking", 10**8, 9 * 10**8, 2.0)) == "Checking 100.0 of 900.0 MB, 2 s left"


def test_that_decoded_images_say_where_they_are_kept_and_how_large_they_are(panel, studio, qtbot, tmp_path):
    assert panel.summary.cache.isHidden()
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        panel.source.chosen.emit(str(images_in(tmp_path / "pictures")))
    kept = studio.dataset.kept
    assert panel.summary.cache.text() == f"{file_size(kept.size)} · {kept.folder}"
    assert "held in memory" in panel.summary.cache.toolTip()
    assert not panel.summary.cache.isHidden()
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        panel.source.chosen.emit("digits")
    assert panel.summary.cache.isHidden()


def test_that_a_dropped_archive_becomes_the_dataset(panel, studio, qtbot, tmp_path):
    folder = images_in(tmp_path / "pictures")
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", folder))
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        panel.source.take(sort_paths([packed]))
    assert studio.dataset.name == "packed"
    assert len(studio.dataset) == 12


def test_that_two_archives_are_no_dataset(panel, studio, qtbot, tmp_path):
    with qtbot.assertNotEmitted(studio.dataset_changed):
        panel.source.take(sort_paths([tmp_path / "a.zip", tmp_path / "b.tar.gz"]))
    assert not panel.loading.isHidden()


def test_that_reading_without_a_known_end_still_counts():
    assert progress_words(Progress("reading", 1200, None)) == "Reading 1\u2009200…"


def test_that_sixty_thousand_images_cost_only_those_on_screen(qtbot):
    gallery = Gallery(Theme("dark"))
    qtbot.addWidget(gallery)
    gallery.resize(264, 140)
    gallery.examples.set_dataset(made_up(60_000))
    with qtbot.waitExposed(gallery):
        gallery.show()
    gallery.grab()
    assert gallery.examples.rowCount() == 60_000
    assert 0 < gallery.examples._picture.cache_info().misses < 200


def test_that_a_double_click_on_an_example_changes_nothing(qtbot):
    gallery = Gallery(Theme("dark"))
    qtbot.addWidget(gallery)
    gallery.resize(264, 140)
    gallery.examples.set_dataset(made_up(8))
    with qtbot.waitExposed(gallery):
        gallery.show()
    place = gallery.visualRect(gallery.examples.index(0, 0)).center()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert gallery.findChildren(QLineEdit) == []


def test_that_the_last_of_sixty_thousand_images_can_be_reached(qtbot):
    gallery = Gallery(Theme("dark"))
    qtbot.addWidget(gallery)
    gallery.resize(264, 140)
    gallery.examples.set_dataset(made_up(60_000))
    with qtbot.waitExposed(gallery):
        gallery.show()
    last = gallery.examples.index(59_999, 0)
    qtbot.waitUntil(lambda: gallery.visualRect(last).isValid())
    gallery.scrollTo(last)
    assert gallery.viewport().rect().intersects(gallery.visualRect(last))


def test_that_float_images_and_colour_are_shown(qtbot):
    model = GalleryModel()
    dataset = made_up(3, np.float32)
    dataset.examples[0] = 0.5
    model.set_dataset(dataset)
    assert QColor(model.index(0, 0).data(Qt.ItemDataRole.DecorationRole).pixel(3, 3)).red() in (127, 128)
    colour = np.zeros((1, 8, 9, 3), np.uint8)
    colour[..., 2] = 200
    nobody = np.arange(0)
    model.set_dataset(Dataset("c", "c", colour, None, (), Splits(np.arange(1), nobody, nobody), (), (), "", ()))
    picture = model.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert picture.size() == QSize(9, 8)
    assert QColor(picture.pixel(0, 0)).name() == "#0000c8"


def test_that_images_whose_file_is_cut_short_stay_empty_and_the_panel_says_so(
    panel, studio, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", 0)
    path = tmp_path / "images.npy"
    np.save(path, np.full((900, 8, 8), 70, np.uint8))
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        studio.load_dataset(DataSpec(source=str(path)))
    model = panel.gallery.examples
    assert QColor(model.index(0, 0).data(Qt.ItemDataRole.DecorationRole).pixel(3, 3)).red() == 70
    os.truncate(path, 4096)
    with qtbot.waitSignal(model.unreadable):
        assert model.index(899, 0).data(Qt.ItemDataRole.DecorationRole) is None
    qtbot.waitUntil(lambda: not panel.loading.isHidden())
    assert "cannot be read any more: it is shorter than it was" in panel.loading.words.text()
    with qtbot.assertNotEmitted(model.unreadable):
        assert model.index(898, 0).data(Qt.ItemDataRole.DecorationRole) is None


def test_that_a_table_shows_rows_and_no_pictures(panel, studio, qtbot, tmp_path):
    np.save(tmp_path / "table.npy", np.random.default_rng(0).normal(size=(40, 5)).astype(np.float32))
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        panel.source.chosen.emit(str(tmp_path / "table.npy"))
    assert panel.summary.examples.text() == "40 · 5 columns"
    assert panel.gallery.examples.rowCount() == 0
    assert panel.gallery.isHidden()


def test_that_a_panel_made_late_shows_what_is_there(with_digits, studio, qtbot):
    late = DatasetPanel(studio, Theme("light"))
    qtbot.addWidget(late)
    qtbot.addWidget(late.header)
    assert late.summary.examples.text() == with_digits.summary.examples.text()


def test_that_reading_can_be_given_up_and_the_dataset_stays(with_digits, studio, qtbot, tmp_path, monkeypatch):
    before = studio.spec.data

    def read_for_ever(spec, progress, cancelled):
        progress(Progress("reading", 3, 100))
        while not cancelled():
            given_up.wait(0.01)
        raise DataError("given up")

    given_up = threading.Event()
    monkeypatch.setattr(studio.session, "load_dataset", read_for_ever)
    qtbot.mouseClick(with_digits.source.segments.button("mnist"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: with_digits.loading.cancel.isVisibleTo(with_digits))
    assert with_digits.source.segments.value() == "mnist"
    qtbot.mouseClick(with_digits.loading.cancel, Qt.MouseButton.LeftButton)
    assert not with_digits.loading.isVisibleTo(with_digits)
    assert studio.spec.data == before
    assert with_digits.source.segments.value() == "digits"
