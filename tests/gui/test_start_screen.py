"""The start screen, driven through its cards, with the real studio behind it."""

import pytest
from PySide6.QtCore import Qt

from vae_studio.data import mnist
from vae_studio.gui.dataset_loader import DatasetLoader
from vae_studio.gui.start import screen as start_screen
from vae_studio.gui.start.card_grid import GAP, LEAST_WIDTH
from vae_studio.gui.start.screen import StartScreen
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.widgets.buttons import PrimaryButton
from vae_studio.gui.widgets.focus_ring import FocusRing, _Ring
from vae_studio.runs.presets import preset, presets


@pytest.fixture
def loads(monkeypatch):
    """What datasets would be loaded; none is."""
    asked = []
    monkeypatch.setattr(DatasetLoader, "load", lambda loader, data: asked.append(data.source))
    return asked


@pytest.fixture
def screen(quiet_studio, theme, loads, qtbot):
    screen = StartScreen(quiet_studio, theme, PrimaryButton(theme, "Train"))
    qtbot.addWidget(screen)
    screen.resize(814, 560)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def taken(screen):
    return [name for name, card in screen.cards.items() if card.isChecked()]


def test_that_there_is_a_card_for_every_preset_with_its_sentence(screen):
    assert list(screen.cards) == [one.name for one in presets()]
    for one in presets():
        card = screen.cards[one.name]
        assert card.accessibleName() == one.label
        assert card.accessibleDescription() == f"{one.teaches} {card.place}"


def test_that_a_click_takes_the_preset_and_marks_its_card(screen, quiet_studio, loads, qtbot):
    assert taken(screen) == []
    qtbot.mouseClick(screen.cards["annealing"], Qt.MouseButton.LeftButton)
    assert quiet_studio.spec == preset("annealing").spec
    assert loads == ["mnist"]
    assert taken(screen) == ["annealing"]
    qtbot.mouseClick(screen.cards["annealing"], Qt.MouseButton.LeftButton)
    assert taken(screen) == ["annealing"], "a second click changes nothing"
    quiet_studio.set_latent_size(3)
    assert taken(screen) == []


def test_that_arrows_move_between_the_cards_and_return_takes_one(screen, quiet_studio, qtbot):
    cards = screen.grid.cards
    assert screen.grid.columns == 3
    cards[0].setFocus()
    for key, reached in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 4),
        (Qt.Key.Key_Left, 3),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Left, 0),
    ):
        qtbot.keyClick(screen.focusWidget(), key)
        assert screen.focusWidget() is cards[reached]
    qtbot.keyClick(cards[0], Qt.Key.Key_Return)
    assert quiet_studio.preset == "autoencoder"
    qtbot.keyClick(cards[1], Qt.Key.Key_Space)
    assert quiet_studio.preset == "conv-vae"


def test_that_every_card_can_be_reached_with_the_tabulator(screen):
    assert all(card.focusPolicy() is Qt.FocusPolicy.TabFocus for card in screen.grid.cards)


def test_that_cards_wrap_and_never_overlap(screen, qtbot):
    grid = screen.grid
    for width in (LEAST_WIDTH, 2 * LEAST_WIDTH + GAP, 814, 1500):
        grid.resize(width, 2000)
        assert grid.columns == min(len(grid.cards), (width + GAP) // (LEAST_WIDTH + GAP))
        places = [card.geometry() for card in grid.cards]
        assert not any(one.intersects(two) for i, one in enumerate(places) for two in places[:i])
        assert max(place.right() for place in places) == width - 1, "the last column ends at the edge"
        assert max(place.bottom() for place in places) == grid.minimumHeight() - 1


def test_that_no_word_of_a_card_is_cut_off(screen):
    for card in screen.grid.cards:
        assert card.height() >= card.heightForWidth(card.width())


def test_that_a_focused_card_is_scrolled_into_view_with_its_ring(screen, theme, qapp, qtbot):
    ring = FocusRing(theme, qapp)
    screen.resize(300, 300)
    screen.grid.cards[0].setFocus()
    for _ in screen.grid.cards[1:]:
        qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Right)
    last = screen.grid.cards[-1]
    assert screen.focusWidget() is last
    assert last.visibleRegion().boundingRect().height() == last.height()
    [drawn] = [child for child in screen.findChildren(_Ring) if child.isVisible()]
    assert drawn.geometry().center() == last.mapTo(screen, last.rect().center())
    screen.grid.cards[-1].clearFocus()
    ring.deleteLater()


def test_that_a_card_says_that_its_dataset_has_to_be_downloaded(
    quiet_studio, theme, monkeypatch, tmp_path, qtbot
):
    monkeypatch.setenv("VAE_STUDIO_DATA", str(tmp_path))
    monkeypatch.setattr(mnist, "cache_folder", lambda: tmp_path)
    screen = StartScreen(quiet_studio, theme, PrimaryButton(theme, "Train"))
    qtbot.addWidget(screen)
    assert screen.cards["conv-vae"].place == "MNIST · downloaded on first use (12 MB)"
    assert "downloaded" in screen.cards["conv-vae"].accessibleDescription()
    assert "downloaded" not in screen.cards["table-vae"].place


def test_that_the_kl_lab_card_asks_for_the_kl_lab(screen, quiet_studio, qtbot):
    before = quiet_studio.spec
    with qtbot.waitSignal(screen.kl_lab_wanted, timeout=1000):
        qtbot.mouseClick(screen.kl_lab, Qt.MouseButton.LeftButton)
    assert quiet_studio.spec is before


def test_that_no_preset_can_be_taken_while_the_settings_are_locked(screen, quiet_studio, monkeypatch):
    monkeypatch.setattr(type(quiet_studio), "locked", True)
    quiet_studio.state_changed.emit(StudioState.TRAINING)
    assert not any(card.isEnabled() for card in screen.cards.values())
    assert screen.kl_lab.isEnabled()
    before = quiet_studio.spec
    quiet_studio.apply_preset("annealing")
    assert quiet_studio.spec is before


def test_that_the_hint_says_where_the_grid_will_appear():
    assert "latent grid appears here" in start_screen.LINE
