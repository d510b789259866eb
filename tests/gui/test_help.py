"""What am I looking at? and the tour, asked for as a person does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from vae_studio.gui.help.topics import TOPICS, topic
from vae_studio.gui.tour.tour import TOUR

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(make_main_window, blob_spec, qtbot):
    window = make_main_window(spec=blob_spec)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.parametrize("name", [one.name for one in TOPICS])
def test_that_every_topic_has_a_heading_a_paragraph_and_a_formula(name):
    text = topic(name).text()
    document = QTextDocument()
    document.setHtml(text)
    assert text.count('class="title"') == 1
    assert 'class="formula"' in text
    assert len(document.toPlainText().split()) > 40


def test_that_f1_explains_the_page_that_is_shown_and_the_panel_with_the_focus(window, qtbot):
    window.centre.show_page(window.kl_lab)
    window.centre.tabs.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.help.dialog.isVisible()
    assert "one Gaussian q is fitted to another" in window.help.dialog.page.toPlainText()
    window.centre.show_page(window.latent)
    assert window.help.here() == "latent-grid"
    window.activateWindow()
    window.training.settings.editor("epochs").setFocus()
    assert window.help.here() == "training"
    window.help.ask()
    assert window.help.dialog.topics.currentItem().text() == "Training and curves"
    window.sections.show("runs")
    window.runs.table.setFocus()
    assert window.help.here() == "runs"


def test_that_a_topic_is_chosen_from_the_list(window, qtbot):
    window.help.explain("studio")
    dialog = window.help.dialog
    assert not dialog.isModal()
    dialog.topics.setCurrentRow(1)
    assert dialog.page.toPlainText().startswith("Dataset")


def test_that_the_tour_goes_round_once_and_never_comes_back(window, qtbot):
    window.tour.offer()
    titles = []
    while window.tour.is_open:
        bubble = window.tour.bubble
        titles.append(bubble.title.text())
        assert window.rect().contains(bubble.geometry())
        qtbot.mouseClick(bubble.next, LEFT)
    assert titles == ["Begin with data", "Train", "Watch the latent space", "Bring your own images"]
    assert window.studio.preferences.dismissed(TOUR)
    window.tour.offer()
    assert not window.tour.is_open
    window.tour.begin()
    assert window.tour.is_open


def test_that_the_tour_is_left_with_escape_and_dismissed_for_good_in_one_click(window, qtbot):
    window.tour.offer()
    qtbot.keyClick(window.centre.tabs, Qt.Key.Key_Escape)
    assert not window.tour.is_open
    assert not window.studio.preferences.dismissed(TOUR)
    window.tour.offer()
    qtbot.mouseClick(window.tour.bubble.next, LEFT)
    qtbot.mouseClick(window.tour.bubble.back, LEFT)
    assert window.tour.bubble.count.text() == "1 of 4"
    qtbot.mouseClick(window.tour.bubble.never, LEFT)
    assert window.studio.preferences.dismissed(TOUR)


def test_that_what_was_dismissed_comes_back_when_it_is_forgotten(window):
    window.studio.preferences.dismiss(TOUR)
    window.studio.preferences.forget()
    assert not window.studio.preferences.dismissed(TOUR)
