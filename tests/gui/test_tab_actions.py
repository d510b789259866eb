"""Tabs: their shortcuts, their docks, and the KL lab's thread at the window's end."""

import pytest
from PySide6.QtCore import QSettings

LOADING_MS = 120_000


@pytest.fixture
def window(make_main_window, blob_spec, qtbot):
    """The window on screen, wide enough for every dock."""
    window = make_main_window(spec=blob_spec)
    studio = window.studio
    with qtbot.waitSignals([studio.hardware_changed, studio.dataset_changed], timeout=LOADING_MS):
        window.show()
    window.resize(1440, 900)
    for toggle in toggles(window):
        toggle.setChecked(True)
    return window


def toggles(window):
    return window.docks.show_left, window.docks.show_tray, window.docks.show_right


def shown(window):
    return tuple(toggle.isChecked() for toggle in toggles(window))


def test_that_each_tab_has_its_number_as_shortcut(window):
    tabs = window.centre.tabs
    for index, action in enumerate(window.tabs.actions):
        assert action.text() == tabs.tabText(index)
        assert action.shortcut().toString() == f"Ctrl+{index + 1}"
        action.trigger()
        assert tabs.currentIndex() == index
    assert set(window.tabs.actions) <= set(window.menus.view.actions())


def test_that_the_kl_lab_starts_without_docks_and_brings_them_back(window):
    assert shown(window) == (True, True, True)
    window.centre.show_page(window.kl_lab)
    assert shown(window) == (False, False, False)
    assert window.docks.training.isHidden()
    window.centre.tabs.setCurrentIndex(0)
    assert shown(window) == (True, True, True)
    assert not window.docks.training.isHidden()


def test_that_each_tab_keeps_its_docks(window):
    window.centre.show_page(window.kl_lab)
    window.docks.show_right.trigger()
    window.centre.tabs.setCurrentIndex(0)
    window.docks.show_tray.trigger()
    window.centre.show_page(window.kl_lab)
    assert shown(window) == (False, False, True)
    window.centre.tabs.setCurrentIndex(0)
    assert shown(window) == (True, False, True)


def test_that_ctrl_s_saves_what_the_tab_shows(window, qtbot):
    assert not window.menus.save_grid.isEnabled()
    with qtbot.waitSignal(window.kl_lab.lab.solved, timeout=LOADING_MS):
        window.centre.show_page(window.kl_lab)
    assert window.menus.save_grid.isEnabled()
    assert window.menus.save_grid.text() == "Save figure…"
    window.centre.tabs.setCurrentIndex(0)
    assert not window.menus.save_grid.isEnabled()


def test_that_closing_from_the_kl_lab_ends_its_thread_and_remembers_the_usual_docks(window, tmp_path, qtbot):
    with qtbot.waitSignal(window.kl_lab.lab.solved, timeout=LOADING_MS):
        window.centre.show_page(window.kl_lab)
    with qtbot.waitSignal(window.finished, timeout=LOADING_MS):
        window.close()
    assert not window.kl_lab.lab._core.running
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    assert settings.value("docks") is not None
    assert not window.docks.training.isHidden()
