"""Pages that are made when they are wanted, and what PySide asks of every module."""

import sys
from types import ModuleType

import pytest
from PySide6.QtWidgets import QWidget

from vae_studio.gui import source_check
from vae_studio.gui.core import launcher
from vae_studio.gui.late_pages import LATE_PAGES, TABS
from vae_studio.gui.pieces import Pieces
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.training.events import PhaseStarted


def test_that_a_window_opens_with_its_first_page_alone(make_main_window):
    window = make_main_window()
    assert not any(window.late.has(name) for name in LATE_PAGES)


def test_that_choosing_a_tab_makes_its_page(make_main_window):
    window = make_main_window()
    for name in TABS:
        window.centre.tabs.setCurrentIndex(1 + TABS.index(name))
        assert window.late.has(name)
        assert window.centre.pages.currentWidget() is window.late.page(name)


def test_that_a_page_made_unseen_leaves_the_choice_of_tab_alone(make_main_window):
    window = make_main_window()
    window.late.page("samples")
    assert window.centre.tabs.currentIndex() == 0
    assert window.centre.pages.currentWidget() is window.latent


def test_that_two_selected_images_make_the_strip_between_them_and_one_does_not(make_main_window):
    window = make_main_window()
    selection = window.studio.selection
    selection.toggle(7)
    assert not window.late.has("interpolation")
    selection.toggle(3, extend=True)
    assert window.late.has("interpolation")
    assert window.centre.isAncestorOf(window.interpolation)
    request = window.studio.views.interpolation.request
    assert (request.first, request.last) == (7, 3)


def test_that_the_rest_is_made_at_leisure(make_main_window, qtbot):
    window, done = make_main_window(), []
    window.late.make_at_leisure([lambda: done.append("first")])
    qtbot.waitUntil(lambda: all(window.late.has(name) for name in LATE_PAGES))
    assert done == ["first"]


def test_that_tracing_holds_up_what_is_made_at_leisure_and_training_does_not(make_main_window, qtbot):
    window, done = make_main_window(), []
    conductor = window.studio._desk.conductor
    conductor._set_state(StudioState.PREPARING)
    window.late.make_at_leisure([lambda: done.append("first")])
    window.late._next()
    assert done == []
    conductor._set_state(StudioState.TRAINING)
    window.late._next()
    assert done == []
    window.studio.training_event.emit(PhaseStarted(phase="training"))
    qtbot.waitUntil(lambda: all(window.late.has(name) for name in LATE_PAGES))
    assert done == ["first"]
    conductor._set_state(StudioState.IDLE)


def test_that_a_page_is_made_piece_by_piece_and_what_is_left_of_it_when_it_is_wanted(make_main_window):
    window = make_main_window()
    pieces = window.latent.pieces
    assert pieces.take()
    assert not pieces.done
    assert window.latent.view is window.latent.build()
    assert pieces.done
    assert not pieces.take()


def test_that_what_fails_at_leisure_is_not_tried_again(make_main_window, qtbot):
    window, tried = make_main_window(), []

    def fail():
        tried.append(1)
        raise ArithmeticError("on purpose")

    window.late.make_at_leisure([fail])
    with pytest.raises(ArithmeticError):
        window.late._next()
    qtbot.waitUntil(lambda: not window.late._waiting)
    assert tried == [1]


def test_that_pieces_that_failed_say_so_again():
    def making():
        yield
        raise ArithmeticError("on purpose")

    pieces = Pieces(making())
    assert pieces.take()
    for _ in range(2):
        with pytest.raises(ArithmeticError, match="on purpose"):
            pieces.finish()
    assert not pieces.done


def test_that_no_page_keeps_a_drop_once_all_of_it_is_made(make_main_window):
    window = make_main_window()
    for name in LATE_PAGES:
        page = window.late.page(name)
        if hasattr(page, "pieces"):
            page.pieces.finish()
    window.latent.build()
    window.training.build_curves()
    taking = [child for child in window.findChildren(QWidget) if child.acceptDrops()]
    assert taking == [window.dataset.source.drop_zone]


def test_that_somebody_who_wants_plots_need_not_wait_for_tensorflow(session, blob_spec, qtbot):
    studio = Studio(session, blob_spec)
    with qtbot.waitSignal(studio.plots_ready):
        studio.want_plots()
    assert studio.plots_loaded
    with qtbot.waitSignal(studio.closed):
        studio.shutdown()


def test_that_plots_are_loaded_although_tensorflow_cannot_be(session, blob_spec, qtbot, monkeypatch):
    def broken():
        raise ImportError("no TensorFlow here")

    monkeypatch.setattr(launcher, "load_tensorflow", broken)
    studio = Studio(session, blob_spec)
    with qtbot.waitSignal(studio.plots_ready):
        studio.start()
    with qtbot.waitSignal(studio.closed):
        studio.shutdown()


def test_that_pyside_finds_its_name_in_source_code_and_nowhere_else():
    assert source_check.mentions_pyside(sys.modules["vae_studio.gui.centre"])
    assert not source_check.mentions_pyside(sys.modules["vae_studio.api"])
    assert not source_check.mentions_pyside(ModuleType("made_by_hand"))
    assert not source_check.mentions_pyside(sys)


def test_that_pyside_is_asked_in_the_quicker_way(monkeypatch):
    feature = ModuleType("feature")
    feature._mod_uses_pyside = lambda module: True
    monkeypatch.setitem(sys.modules, "shibokensupport.feature", feature)
    source_check.quicken_source_check()
    assert feature._mod_uses_pyside is source_check.mentions_pyside


def test_that_an_unknown_pyside_is_left_alone(monkeypatch):
    feature = ModuleType("feature")
    monkeypatch.setitem(sys.modules, "shibokensupport.feature", feature)
    source_check.quicken_source_check()
    assert not hasattr(feature, "_mod_uses_pyside")
