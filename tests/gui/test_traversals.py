"""The Traversals tab, driven through its widgets, with the real core behind it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from vae_studio.gui.traversals.panel import NO_MODEL, ON_ITS_WAY, TraversalsPanel
from vae_studio.gui.traversals.rows_view import TraversalRows
from vae_studio.gui.traversals.start import card_words
from vae_studio.latent.traversal import DimensionUse, TraversalRequest, Traversals, sigma_values, sweep

DECODING_MS = 60_000


@pytest.fixture
def make_panel(theme, qtbot):
    def make(studio):
        panel = TraversalsPanel(studio, theme)
        qtbot.addWidget(panel)
        panel.resize(900, 600)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return make


def test_that_without_a_run_the_page_says_what_will_be_here(make_panel, quiet_studio):
    panel = make_panel(quiet_studio)
    assert not panel.shows_rows
    assert panel.empty.title.text() == NO_MODEL[0]
    assert not panel.options.isEnabled()
    assert panel.figure() is None


def test_that_a_page_made_late_knows_the_run_and_the_images_of_the_tray(
    studio_with_run, image_files, theme, qtbot
):
    studio = studio_with_run
    studio.add_images(image_files[:2])
    qtbot.waitUntil(lambda: len(card_words(studio.tray.cards)) == 2, timeout=DECODING_MS)
    panel = TraversalsPanel(studio, theme)
    qtbot.addWidget(panel)
    start = panel.options.start
    offered = [start.itemText(row) for row in range(start.count())]
    assert offered == ["Prior mean", "1 image_0.png", "2 image_1.png", "Dataset example"]
    assert panel.empty.title.text() == ON_ITS_WAY[0]


def test_that_traversals_are_those_of_the_run_from_the_start_that_is_chosen(
    make_panel, studio_with_run, image_files, qtbot
):
    studio, feed = studio_with_run, studio_with_run.views.traversals
    run, panel = studio.run, make_panel(studio)
    options = panel.options
    qtbot.waitUntil(lambda: panel.shows_rows, timeout=DECODING_MS)
    expected = run.traverse()
    np.testing.assert_allclose(panel.shown.found.images, expected.images, atol=1e-6)
    assert panel.badge.text() == "Epoch 2"
    first = int(expected.dimensions[0])
    assert panel.rows.row_label(0) == (f"z{first + 1}", f"KL {expected.use.kl[first]:.2f}")

    with qtbot.waitSignal(feed.arrived, timeout=DECODING_MS):
        qtbot.mouseClick(options.spacing.button("quantile"), Qt.MouseButton.LeftButton)
    assert panel.shown.found.request.spacing == "quantile"
    assert not options.extent.isEnabled()
    with qtbot.waitSignal(feed.arrived, timeout=DECODING_MS):
        options.steps.setValue(5)
    assert panel.shown.found.images.shape[:2] == (2, 5)

    with qtbot.waitSignals([feed.wanted, feed.arrived], timeout=DECODING_MS):
        feed.start_from_example(12)
    code = run.posterior_map(run.example(12)[np.newaxis])[0][0]
    np.testing.assert_allclose(panel.shown.found.start, code, atol=1e-6)
    assert (options.start.currentText(), options.example.value()) == ("Dataset example", 12)

    studio.add_images(image_files[:1])
    qtbot.waitUntil(lambda: options.start.count() == 3, timeout=DECODING_MS)
    with qtbot.waitSignal(feed.arrived, timeout=DECODING_MS):
        options.start.setCurrentIndex(1)
        options.start.activated.emit(1)
    assert panel.shown.start == "card 1 image_0.png"
    assert panel.figure().metadata["Start at"] == "card 1 image_0.png"
    with qtbot.waitSignal(feed.arrived, timeout=DECODING_MS):
        studio.tray.clear()
    assert options.start.currentText() == "Prior mean"
    np.testing.assert_array_equal(panel.shown.found.start, [0.0, 0.0])


def test_that_an_example_that_is_not_there_is_said_on_the_page_and_can_be_put_right(
    make_panel, studio_with_run, qtbot
):
    studio, feed = studio_with_run, studio_with_run.views.traversals
    panel = make_panel(studio)
    qtbot.waitUntil(lambda: panel.shows_rows, timeout=DECODING_MS)
    with qtbot.waitSignal(feed.failed, timeout=DECODING_MS):
        feed.start_from_example(10**6)
    assert "there is no example 1000000" in panel.empty.line.text()
    with qtbot.waitSignal(feed.arrived, timeout=DECODING_MS):
        panel.options.start.setCurrentIndex(0)
        panel.options.start.activated.emit(0)
    assert panel.shows_rows


@pytest.fixture
def rows(theme, qtbot):
    """Two dimensions, the second inactive, the start at 1 and outside."""
    use = DimensionUse(np.array([1.0, 0.0]), np.array([True, False]), np.array([2.0, 0.0]), 10)
    values = sigma_values(np.zeros(2), np.ones(2), 5, 2.0)
    start = np.array([1.0, 7.0], np.float32)
    z = sweep(start, use.order(), values)
    images = np.ones((2, 5, 8, 8, 1), np.float32)
    view = TraversalRows(theme)
    qtbot.addWidget(view)
    view.setPalette(QPalette(theme.colour("canvas")))
    view.resize(500, 300)
    view.show_traversals(
        Traversals(images, z, use.order(), start, images[0, 0], use, TraversalRequest(5, "sigma", 2.0))
    )
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_that_inactive_dimensions_are_dimmed_and_named_and_stay(rows):
    assert [rows.row_label(row)[1] for row in (0, 1)] == ["KL 2.00", "inactive"]
    picture = rows.grab().toImage()
    bright, dim = (picture.pixelColor(rows.tile_rect(tile).center().toPoint()).lightness() for tile in (0, 5))
    assert bright == 255
    assert dim < 150


def test_that_the_mark_lies_under_the_step_at_which_the_start_is(rows, theme):
    picture, accent = rows.grab().toImage(), theme.colour("accent")
    for tile, marked in ((3, True), (2, False), (8, False)):
        place = rows.tile_rect(tile)
        colour = picture.pixelColor(round(place.center().x()), round(place.bottom()) + 6)
        assert (colour.name() == accent.name()) is marked


def test_that_columns_say_deviations_and_the_arrows_and_the_mouse_find_every_tile(rows, qtbot):
    assert [rows.column_label(column) for column in range(5)] == ["−2σ", "−1σ", "0σ", "+1σ", "+2σ"]
    for tile in range(10):
        assert rows.tile_at(rows.tile_rect(tile).center()) == tile
    for key, tile in (("Right", 0), ("Down", 5), ("Right", 6), ("Up", 1)):
        qtbot.keyClick(rows, getattr(Qt.Key, f"Key_{key}"))
        assert rows.tile == tile
