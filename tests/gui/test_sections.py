"""The workspace and the runs, one at a time."""

import pytest
from PySide6.QtCore import Qt

from vae_studio.gui.notice import Notice

CTRL = Qt.KeyboardModifier.ControlModifier
LOADING_MS = 120_000


@pytest.fixture
def window(make_main_window, blob_spec, qtbot):
    window = make_main_window(spec=blob_spec)
    with qtbot.waitSignal(window.studio.plots_ready, timeout=LOADING_MS), qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


def test_that_the_runs_take_the_place_of_tabs_and_docks_and_give_it_back(window, qtbot):
    docks, corner = window.docks, window.menu_corner
    docks.show_tray.setChecked(False)
    before = [toggle.isChecked() for toggle in docks.toggles]
    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    assert window.runs.isVisible()
    assert not window.centre.isVisible()
    assert not any(dock.isVisible() for dock in (docks.dataset, docks.model, docks.training, docks.tray))
    assert corner.section.value() == "runs"
    assert window.windowTitle() == "Runs — VAE Studio"
    assert window.menus.save_grid.text() == "Save curves…"
    assert not window.menus.save_grid.isEnabled()

    window.studio.notice.emit(Notice("info", "Said while the runs show."))
    assert window.centre.notices.isVisible()
    assert window.runs.isAncestorOf(window.centre.notices)

    corner.section.button("workspace").click()
    assert window.centre.isVisible()
    assert [toggle.isChecked() for toggle in docks.toggles] == before
    assert docks.dataset.isVisible()
    assert window.centre.isAncestorOf(window.centre.notices)

    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.centre.pages.currentWidget() is window.scatter
    assert window.centre.isVisible()
    assert [toggle.isChecked() for toggle in docks.toggles] == before


def test_that_a_run_that_is_to_be_trained_leads_to_the_grid_and_its_docks(window, qtbot):
    before = [toggle.isChecked() for toggle in window.docks.toggles]
    assert any(before)
    window.centre.show_page(window.kl_lab)
    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    window.runs.actions_.trainable.emit()
    window.runs.actions_.left.emit()
    assert window.centre.pages.currentWidget() is window.latent
    assert window.latent.isVisible()
    assert [toggle.isChecked() for toggle in window.docks.toggles] == before
    assert window.docks.dataset.isVisible()
