"""The Samples tab, driven through its widgets, with the real core behind it."""

import csv

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt

from vae_studio.data.scaling import ColumnScaling
from vae_studio.data.table_layout import TableLayout
from vae_studio.gui.samples.feed import SamplesRequest, ShownSamples
from vae_studio.gui.samples.mosaic_view import MosaicView
from vae_studio.gui.samples.panel import IMAGES, NO_MODEL, NOTHING, ROWS, SamplesPanel
from vae_studio.gui.samples.saving import save_samples

SAMPLING_MS = 60_000


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
    assert panel.page == NOTHING
    assert panel.empty.title.text() == NO_MODEL[0]
    assert not panel.options.isEnabled()


def test_that_samples_are_those_of_the_run_and_change_with_seed_show_and_size(
    make_panel, studio_with_run, tmp_path, qtbot
):
    studio, feed = studio_with_run, studio_with_run.views.samples
    panel = make_panel(studio)
    qtbot.waitUntil(lambda: panel.page == IMAGES, timeout=SAMPLING_MS)
    np.testing.assert_array_equal(panel.shown.examples, studio.run.sample(100, 0))
    assert panel.badge.text() == "Epoch 2"

    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        qtbot.mouseClick(panel.options.resample, Qt.MouseButton.LeftButton)
    assert panel.options.seed.value() == 1
    np.testing.assert_array_equal(panel.shown.examples, studio.run.sample(100, 1))
    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        qtbot.keyClick(panel.mosaic, Qt.Key.Key_R)
    assert panel.shown.request.seed == 2

    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        qtbot.mouseClick(panel.options.show_.button("draw"), Qt.MouseButton.LeftButton)
    assert set(np.unique(panel.shown.examples)) == {0.0, 1.0}, "a draw from a Bernoulli is black or white"
    with qtbot.waitSignal(feed.arrived, timeout=SAMPLING_MS):
        panel.options.side.setValue(3)
    assert panel.shown.tiles.shape == (3, 3, 28, 28, 1)

    with qtbot.waitSignal(studio.views.saved, timeout=SAMPLING_MS):
        panel.save_to(tmp_path / "samples.png")
    assert Image.open(tmp_path / "samples.png").text["Sample seed"] == "2"
    qtbot.keyClick(panel.mosaic, Qt.Key.Key_Right)
    qtbot.keyClick(panel.mosaic, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(studio.tray.cards) == 1, timeout=SAMPLING_MS)
    assert studio.tray.cards[0].name == "sample 1 of seed 2"


def test_that_an_autoencoder_offers_no_samples_and_says_why(make_panel, studio, tiny_autoencoder, qtbot):
    panel = make_panel(studio)
    with qtbot.waitSignal(studio.views.samples.arrived, timeout=SAMPLING_MS):
        studio.open_run(tiny_autoencoder.path)
    assert panel.page == NOTHING
    assert panel.empty.line.text() == tiny_autoencoder.sampling_reason
    assert "not a generative model" in panel.empty.line.text()
    assert not panel.options.isEnabled()
    assert panel.options.toolTip() == tiny_autoencoder.sampling_reason


def test_that_rows_of_a_table_are_shown_and_saved_in_their_own_units(
    make_panel, quiet_studio, table_samples, tmp_path
):
    panel = make_panel(quiet_studio)
    quiet_studio.views.samples.arrived.emit(table_samples)
    assert panel.page == ROWS
    model = panel.rows.rows
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)] == ["mass", "n"]
    assert [model.index(row, 0).data() for row in range(4)] == ["10", "12", "14", "16"]
    assert model.index(1, 1).data() == "−2"
    with save_samples(tmp_path / "rows.csv", table_samples).open(newline="") as file:
        assert [float(row["mass"]) for row in csv.DictReader(file)] == [10.0, 12.0, 14.0, 16.0]


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
