"""The strip between two cards of the tray, with the real core behind it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from vae_studio.gui.interpolation.feed import NO_PAIR
from vae_studio.gui.interpolation.panel import InterpolationPanel
from vae_studio.gui.interpolation.strip_view import StripView
from vae_studio.latent.interpolation import Interpolation

DECODING_MS = 60_000


@pytest.fixture
def panel(studio_with_run, image_files, theme, qtbot):
    """The strip above a tray with three encoded images."""
    studio = studio_with_run
    panel = InterpolationPanel(studio, theme)
    qtbot.addWidget(panel)
    panel.resize(900, 110)
    studio.add_images(image_files[:3])
    qtbot.waitUntil(
        lambda: len(studio.tray.cards) == 3 and all(card.posterior is not None for card in studio.tray.cards),
        timeout=DECODING_MS,
    )
    return panel


def test_that_two_selected_cards_are_joined_in_the_order_of_choice_until_one_is_gone(
    panel, studio_with_run, qtbot, tmp_path
):
    studio, feed = studio_with_run, studio_with_run.views.interpolation
    first, _, last = studio.tray.cards
    assert (feed.path, panel.isHidden()) == (None, True)
    with qtbot.waitSignal(feed.changed, timeout=DECODING_MS):
        studio.selection.toggle(last.identity)
        studio.selection.toggle(first.identity, extend=True)
    np.testing.assert_allclose(feed.path[[0, -1]], [last.posterior.loc, first.posterior.loc], atol=1e-5)
    np.testing.assert_allclose(feed.shown.found.images, studio.run.decode(feed.path), atol=1e-5)
    assert not panel.isHidden()
    assert (panel.first.accessibleName(), panel.last.accessibleName()) == ("3 image_2.png", "1 image_0.png")

    with qtbot.waitSignal(feed.changed, timeout=DECODING_MS):
        qtbot.mouseClick(panel.swap, Qt.MouseButton.LeftButton)
    assert panel.first.accessibleName() == "1 image_0.png"
    with qtbot.waitSignal(feed.changed, timeout=DECODING_MS):
        panel.steps.setValue(4)
    with qtbot.waitSignal(feed.changed, timeout=DECODING_MS):
        panel.path.setCurrentIndex(1)
        panel.path.activated.emit(1)
    expected = studio.run.interpolate(first.example, last.example, 4, "spherical")
    np.testing.assert_allclose(feed.path, expected.z, atol=1e-6)

    written = panel.figure().writer(tmp_path / "strip.npz")()
    with np.load(written) as saved:
        np.testing.assert_array_equal(saved["z"], feed.path)
    assert panel.figure().endings == (".png", ".gif", ".npz")
    assert panel.figure().metadata["To"] == "image_2.png"

    panel.allow(False)
    assert panel.isHidden(), "the page above has nothing to do with the tray"
    panel.allow(True)
    with qtbot.waitSignal(feed.changed, timeout=DECODING_MS):
        studio.tray.remove([first.identity])
    assert (feed.path, panel.isHidden()) == (None, True)


def test_that_a_strip_made_late_joins_the_cards_that_are_selected(quiet_studio, theme, qtbot):
    selection, feed = quiet_studio.selection, quiet_studio.views.interpolation
    selection.toggle(7)
    selection.toggle(3, extend=True)
    assert (feed.request.first, feed.request.last) == (NO_PAIR, NO_PAIR)
    qtbot.addWidget(InterpolationPanel(quiet_studio, theme))
    assert (feed.request.first, feed.request.last) == (7, 3)


@pytest.mark.parametrize(("steps", "width"), [(2, 400), (11, 757), (60, 500)])
def test_that_every_picture_of_the_strip_is_in_sight_and_where_the_mouse_finds_it(theme, qtbot, steps, width):
    strip = StripView(theme)
    qtbot.addWidget(strip)
    strip.resize(width, strip.height())
    images = np.zeros((steps, 28, 28, 1), np.float32)
    strip.show_path(Interpolation(images, np.zeros((steps, 2), np.float32), "linear"))
    places = [strip.tile_rect(step) for step in range(steps)]
    assert places[0].left() >= 0
    assert places[-1].right() <= width
    for step, place in enumerate(places):
        assert strip.tile_at(place.center()) == step
        assert place.width() <= 60
