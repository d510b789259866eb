"""The Samples tab, driven through its widgets, with the real core behind it."""

import csv

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QSize, Qt

from vae_studio.data.scaling import ColumnScaling
from vae_studio.data.table_layout import TableLayout
from vae_studio.gui.samples.feed import SamplesRequest, ShownSamples
from vae_studio.gui.samples.mosaic_view import MosaicView
from vae_studio.gui.samples.neighbours import FoundNeighbours
from vae_studio.gui.samples.pairs_view import PairsView, arrange
from vae_studio.gui.samples.panel import SamplesPanel
from vae_studio.gui.samples.prior_page import IMAGES, NO_MODEL, NOTHING, PAIRS, ROWS
from vae_studio.latent.nearest import Neighbours

SAMPLING_MS = 60_000
HANDLE = QPoint(8, 8)


@pytest.fixture
def make_panel(theme, qtbot):
    def make(studio):
        panel = SamplesPanel(studio, theme)
        qtbot.addWidget(panel)
        panel.resize(900, 600)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return make


@pytest.fixture
def table_samples():
    layout = TableLayout(("mass", "n"), ColumnScaling(np.array([10.0, 0.0]), np.array([2.0, 1.0])))
    rows = np.array([[0.0, 1.0], [1.0, -2.0], [2.0, 0.5], [3.0, 0.25]], np.float32)
    return ShownSamples(SamplesRequest(side=2), rows, "", layout, 3, {})


def test_that_without_a_run_nothing_can_be_sampled_and_the_page_says_what_will_be_here(
    make_panel, quiet_studio
):
    panel = make_panel(quiet_studio)
    page = panel.prior
    assert page.page == NOTHING
    assert page.empty.title.text() == NO_MODEL[0]
    assert not page.options.isEnabled()


def test_that_samples_are_those_of_the_run_and_change_with_their_options(
    make_panel, studio_with_run, tmp_path, qtbot
):
    studio, feed = studio_with_run, studio_with_run.views.samples
    panel = make_panel(studio)
    page, options = panel.prior, panel.prior.options
    qtbot.waitUntil(lambda: page.page == IMAGES, timeout=SAMPLING_MS)
    np.testing.assert_array_equal(page.shown.examples, studio.run.sample(100, 0))
    assert panel.badge.text() == "Epoch 2"

    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        qtbot.mouseClick(options.resample, Qt.MouseButton.LeftButton)
    assert options.seed.value() == 1
    np.testing.assert_array_equal(page.shown.examples, studio.run.sample(100, 1))
    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        qtbot.keyClick(page.mosaic, Qt.Key.Key_R)
    assert page.shown.request.seed == 2
    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        options.temperature.setValue(0.5)
    np.testing.assert_array_equal(page.shown.examples, studio.run.sample(100, 2, temperature=0.5))

    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        qtbot.mouseClick(options.show_.button("draw"), Qt.MouseButton.LeftButton)
    assert set(np.unique(page.shown.examples)) == {0.0, 1.0}, "a draw from a Bernoulli is black or white"
    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        options.side.setValue(3)
    assert page.shown.tiles.shape == (3, 3, 28, 28, 1)

    with qtbot.waitSignal(studio.outputs.saved, timeout=SAMPLING_MS):
        studio.outputs.save_figure(panel.figure(), tmp_path / "samples.png")
    said = Image.open(tmp_path / "samples.png").text
    assert (said["Sample seed"], said["Temperature"], said["Run"]) == ("2", "0.5", studio.run.name)
    qtbot.keyClick(page.mosaic, Qt.Key.Key_Right)
    qtbot.keyClick(page.mosaic, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(studio.tray.cards) == 1, timeout=SAMPLING_MS)
    assert studio.tray.cards[0].name == "sample 1 of seed 2"


def test_that_the_nearest_training_examples_stand_beside_the_samples_and_under_the_pointer(
    make_panel, studio_with_run, qtbot
):
    studio = studio_with_run
    panel = make_panel(studio)
    page, search = panel.prior, studio.views.neighbours
    qtbot.waitUntil(lambda: page.page == IMAGES, timeout=SAMPLING_MS)
    expected = studio.run.nearest_training_examples(page.shown.examples)

    with qtbot.waitSignal(search.found, timeout=SAMPLING_MS):
        page.mosaic.point_at(7)
    pair = page.options.pointed
    assert f"example {expected.indices[7]}\n" in pair.second_words.text()
    assert pair.second.image is not None

    with qtbot.waitSignal(search.found, timeout=SAMPLING_MS):
        qtbot.mouseClick(page.options.nearest, Qt.MouseButton.LeftButton, pos=HANDLE)
    assert page.page == PAIRS
    np.testing.assert_array_equal(page.found.neighbours.indices, expected.indices)
    assert page.pairs.lines[0] == f"{expected.distances[0]:.2f}"
    figure = panel.figure()
    assert figure.metadata["Nearest training examples"] == expected.indices.tolist()
    assert figure.pixels.shape == (10 * 28, 20 * 28, 1)

    qtbot.mouseClick(page.options.nearest, Qt.MouseButton.LeftButton, pos=HANDLE)
    assert page.page == IMAGES


def test_that_reconstructions_are_those_of_the_run_worst_first(make_panel, studio_with_run, qtbot):
    studio, feed = studio_with_run, studio_with_run.views.reconstructions
    panel = make_panel(studio)
    page = panel.reconstructions
    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        qtbot.mouseClick(panel.mode.button("reconstructions"), Qt.MouseButton.LeftButton)
    expected = studio.run.reconstructions("test", "worst", 24)
    np.testing.assert_array_equal(page.shown.found.indices, expected.indices)
    assert page.pairs.lines[0] == f"{expected.figures[0]:.1f}"
    assert page.options.split.currentData() == "test"

    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        qtbot.mouseClick(page.options.order.button("random"), Qt.MouseButton.LeftButton)
    before = page.shown.found.indices
    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        qtbot.keyClick(page.pairs, Qt.Key.Key_R)
    assert before.tolist() != page.shown.found.indices.tolist()
    page.pairs.point_at(3)
    assert f"example {page.shown.found.indices[3]}" in page.options.pointed.first_words.text()
    assert panel.figure().metadata["Order"] == "random"


def test_that_an_autoencoder_offers_no_samples_and_says_why(
    make_panel, studio, session, tiny_autoencoder, qtbot
):
    panel = make_panel(studio)
    page = panel.prior
    with qtbot.waitSignal(studio.views.samples.arrived, timeout=SAMPLING_MS):
        studio.open_run(session.lend(tiny_autoencoder))
    assert page.page == NOTHING
    assert page.empty.line.text() == tiny_autoencoder.sampling_reason
    assert "not a generative model" in page.empty.line.text()
    assert not page.options.isEnabled()
    assert page.options.toolTip() == tiny_autoencoder.sampling_reason
    assert panel.figure() is None


def test_that_rows_of_a_table_are_shown_and_saved_in_their_own_units(
    make_panel, quiet_studio, table_samples, tmp_path
):
    panel = make_panel(quiet_studio)
    page = panel.prior
    quiet_studio.views.samples.arrived.emit(table_samples)
    assert page.page == ROWS
    model = page.rows.rows
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)] == ["mass", "n"]
    assert [model.index(row, 0).data() for row in range(4)] == ["10", "12", "14", "16"]
    assert model.index(1, 1).data() == "−2"
    with panel.figure().writer(tmp_path / "rows.csv")().open(newline="") as file:
        assert [float(row["mass"]) for row in csv.DictReader(file)] == [10.0, 12.0, 14.0, 16.0]


def test_that_the_nearest_row_stands_under_each_row_of_a_table(make_panel, quiet_studio, table_samples):
    panel = make_panel(quiet_studio)
    page = panel.prior
    quiet_studio.views.samples.arrived.emit(table_samples)
    page.options.nearest.setChecked(True)
    neighbours = Neighbours(np.arange(4), np.zeros(4), 10)
    found = FoundNeighbours(table_samples.examples, neighbours, table_samples.examples + 1, ())
    quiet_studio.views.neighbours.found.emit(found)
    model = page.rows.rows
    assert [model.headerData(row, Qt.Orientation.Vertical) for row in range(3)] == ["1", "nearest", "2"]
    assert [model.index(row, 0).data() for row in range(3)] == ["10", "12", "12"]
    page.options.nearest.setChecked(False)
    assert model.rowCount() == 4


@pytest.fixture
def mosaic(theme, qtbot):
    view = MosaicView(theme, "tiles")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_tiles(np.zeros((2, 3, 4, 4, 1), np.float32))
    return view


def test_that_every_tile_is_where_the_mouse_finds_it(mosaic, qtbot):
    with qtbot.waitExposed(mosaic):
        mosaic.show()
    for tile in range(6):
        qtbot.mouseMove(mosaic, mosaic.tile_rect(tile).center().toPoint())
        assert mosaic.tile == tile
    place = mosaic.mosaic_rect()
    assert place.width() / place.height() == pytest.approx(1.5, rel=0.02)


def test_that_the_arrows_stay_within_the_tiles(mosaic, qtbot):
    for key, tile in (("Right", 0), ("Left", 0), ("Down", 3), ("Down", 3), ("Right", 4), ("Up", 1)):
        qtbot.keyClick(mosaic, getattr(Qt.Key, f"Key_{key}"))
        assert mosaic.tile == tile
    with qtbot.waitSignal(mosaic.chosen) as caught:
        qtbot.keyClick(mosaic, Qt.Key.Key_Return)
    assert caught.args == [1]


@pytest.mark.parametrize("count", [1, 2, 7, 24, 100])
@pytest.mark.parametrize("room", [QSize(700, 400), QSize(300, 800)])
def test_that_pairs_fit_into_their_place_and_none_is_left_out(count, room):
    found = arrange(count, room, (28, 20))
    assert found.rows * found.columns >= count
    assert (found.rows - 1) * found.columns < count
    assert found.columns * (2 * found.image.width() + 2) + (found.columns - 1) * 12 <= room.width()
    assert found.rows * (found.image.height() + 18) + (found.rows - 1) * 12 <= room.height()


def test_that_every_pair_is_where_the_mouse_finds_it_and_an_empty_view_can_be_painted(theme, qtbot):
    view = PairsView(theme, "pairs")
    qtbot.addWidget(view)
    view.resize(400, 300)
    assert not view.grab().isNull()
    images = np.zeros((5, 4, 4, 1), np.float32)
    view.show_pairs(images, images, ["1"] * 5)
    for tile in range(5):
        assert view.tile_at(view.tile_rect(tile).center()) == tile
    assert view.tile_at(view.tile_rect(4).bottomRight() + QPointF(30, 30)) == -1
