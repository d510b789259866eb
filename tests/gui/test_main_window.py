"""The window as a whole, driven as a person would."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication

from vae_studio.api import Kind
from vae_studio.gui.notice import Notice
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.tray.cards import CardState
from vae_studio.training.events import StepMetrics

COPY, HELD, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
LOADING_MS = 120_000
TRAINING_MS = 180_000


@pytest.fixture
def window(make_main_window, blob_spec, qtbot):
    """The window on screen, its dataset loaded and TensorFlow ready."""
    window = make_main_window(spec=blob_spec)
    studio = window.studio
    with qtbot.waitSignals([studio.hardware_changed, studio.dataset_changed], timeout=LOADING_MS):
        window.show()
    qtbot.waitUntil(lambda: window.training.curves is not None, timeout=LOADING_MS)
    return window


def files_mime(*paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag(window, mime, place=QPoint(600, 300)):
    """Drag something into the window; return whether the window wants it."""
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, buttons, modifiers)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(
            window, QDragMoveEvent(place, Qt.DropAction.CopyAction, mime, buttons, modifiers)
        )
    return enter.isAccepted()


def let_go(window, mime, place=QPoint(600, 300)):
    """Let go of what is, or comes to be, dragged over the window."""
    drag(window, mime, place)
    drop = QDropEvent(
        QPointF(place),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, drop)


def start_training(window, qtbot):
    window.studio.set_section("training", epochs=100_000)
    with qtbot.waitSignal(
        window.studio.training_event,
        check_params_cb=lambda event: isinstance(event, StepMetrics),
        timeout=TRAINING_MS,
    ):
        qtbot.mouseClick(window.training.buttons.train, Qt.MouseButton.LeftButton)


def test_that_an_open_window_with_its_plugins_listed_has_loaded_no_tensorflow(tmp_path):
    program = f"""
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from vae_studio.gui.app import make_window
from vae_studio.session import Session

app = QApplication([])
window = make_window(app, Session(workspace=Path({str(tmp_path)!r})), Path({str(tmp_path / "s.ini")!r}), "dark")

def look():
    assert window.isVisible()
    assert window.studio.registry.records
    heavy = ("tensorflow", "tensorflow_probability", "tf_keras", "keras")
    print([name for name in heavy if name in sys.modules])
    app.quit()

window.studio.start = look
window.show()
app.exec()
"""
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"


def test_that_the_docks_have_their_places_and_sizes(window):
    window.resize(1440, 900)
    QApplication.sendPostedEvents()
    area = window.dockWidgetArea
    assert area(window.docks.dataset) == area(window.docks.model) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert area(window.docks.training) == Qt.DockWidgetArea.RightDockWidgetArea
    tray, centre = window.docks.tray.geometry(), window.centralWidget().geometry()
    assert abs(tray.left() - centre.left()) <= 1
    assert abs(tray.width() - centre.width()) <= 1
    assert window.minimumSize().toTuple() == (1120, 720)


def test_that_dock_toggles_and_menu_actions_agree(window, qtbot):
    toggle = window.docks.show_right
    before = toggle.isChecked()
    toggle.trigger()
    assert window.docks.training.isHidden() is before
    toggle.trigger()
    assert window.docks.training.isHidden() is not before


def test_that_a_low_and_narrow_window_starts_without_tray_and_right_dock(make_main_window, blob_spec):
    window = make_main_window(spec=blob_spec)
    window.resize(1200, 740)
    window.docks.arrange()
    assert window.docks.tray.isHidden()
    assert window.docks.training.isHidden()
    assert not window.docks.show_tray.isChecked()


def test_that_files_dropped_before_any_model_are_kept_and_that_is_said(window, image_files, qtbot):
    mime = files_mime(*image_files)
    assert drag(window, mime)
    assert window.overlay.isVisible()
    assert window.overlay.words.title == "Drop to encode 4 images"
    assert window.dataset.source.drop_zone.label.text() == "Drop here to use as the dataset"
    qtbot.waitUntil(lambda: len(window.overlay.pictures) == 3)
    let_go(window, mime)
    assert not window.overlay.isVisible()
    assert "kept in the tray" in window.centre.notices.notice.text
    qtbot.waitUntil(lambda: len(window.studio.tray.cards) == 4)
    states = [card.state for card in window.studio.tray.cards]
    qtbot.waitUntil(lambda: CardState.READING not in [card.state for card in window.studio.tray.cards])
    assert CardState.ENCODED not in states


def test_that_dropped_images_are_encoded_and_pinned_once_a_model_trains(window, image_files, qtbot):
    let_go(window, files_mime(*image_files))
    window.studio.set_section("training", epochs=1)
    qtbot.mouseClick(window.latent.train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.latent.shows_grid, timeout=TRAINING_MS)
    qtbot.waitUntil(lambda: len(window.latent.view.plot.pins) == 3, timeout=TRAINING_MS)
    qtbot.waitUntil(lambda: window.studio.state is StudioState.IDLE, timeout=TRAINING_MS)
    assert window.windowTitle() == f"{window.studio.run_name} — VAE Studio"
    assert window.menus.save_grid.isEnabled()
    assert window.status.run.text() == window.studio.run_name


def test_that_leaving_the_window_ends_the_overlay(window, image_files):
    drag(window, files_mime(image_files[0]))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.overlay.isVisible()


def test_that_text_is_not_taken(window):
    mime = QMimeData()
    mime.setText("hello")
    assert not drag(window, mime)
    assert not window.overlay.isVisible()


def test_that_no_view_or_field_of_the_window_keeps_a_drop_for_itself(window):
    taking = [child for child in window.findChildren(type(window.centre).__mro__[1]) if child.acceptDrops()]
    assert taking == [window.dataset.source.drop_zone]


def test_that_an_array_file_is_offered_as_the_dataset(window, tmp_path, qtbot):
    path = tmp_path / "squares.npy"
    np.save(path, np.random.default_rng(0).integers(0, 256, (40, 10, 10), dtype=np.uint8))
    let_go(window, files_mime(path))
    strip = window.centre.notices
    assert strip.notice.text == "squares.npy can be used as the dataset."
    with qtbot.waitSignal(window.studio.dataset_changed):
        qtbot.mouseClick(strip.action_button, Qt.MouseButton.LeftButton)
    assert window.studio.dataset.data_shape == (10, 10, 1)
    assert window.studio.spec.data.source == str(path)


def test_that_a_folder_of_images_goes_to_the_tray_and_is_offered_as_the_dataset(window, tmp_path, qtbot):
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(5):
        Image.new("L", (12, 12), 50 * number).save(folder / f"{number}.png")
    let_go(window, files_mime(folder))
    assert window.centre.notices.notice.action == "Use as dataset"
    qtbot.waitUntil(lambda: len(window.studio.tray.cards) == 5)


def test_that_an_array_file_dropped_anywhere_on_the_dataset_dock_becomes_the_dataset(window, tmp_path, qtbot):
    path = tmp_path / "squares.npy"
    np.save(path, np.random.default_rng(0).integers(0, 256, (40, 10, 10), dtype=np.uint8))
    with qtbot.waitSignal(window.studio.dataset_changed):
        let_go(window, files_mime(path), window.docks.dataset.geometry().center())
    assert window.studio.dataset.data_shape == (10, 10, 1)


def test_that_images_dropped_while_the_tray_is_hidden_are_told_of(window, image_files, qtbot):
    window.docks.show_tray.setChecked(False)
    let_go(window, files_mime(*image_files))
    strip = window.centre.notices
    qtbot.waitUntil(lambda: strip.notice is not None and strip.notice.action == "Show tray")
    qtbot.mouseClick(strip.action_button, Qt.MouseButton.LeftButton)
    assert window.docks.tray.isVisible()


def test_that_a_bitmap_on_the_clipboard_is_pasted(window, qtbot):
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    QGuiApplication.clipboard().setImage(image)
    edit = next(action for action in window.menuBar().actions() if action.text() == "&Edit").menu()
    action = next(action for action in edit.actions() if action.shortcut().toString() == "Ctrl+V")
    action.trigger()
    qtbot.waitUntil(lambda: len(window.studio.tray.cards) == 1)
    QGuiApplication.clipboard().setText("words")
    action.trigger()
    assert window.centre.notices.notice.text == "The clipboard holds no image."


def test_that_a_dataset_dropped_while_training_is_refused_with_words(window, tmp_path, blobs, qtbot):
    start_training(window, qtbot)
    let_go(window, files_mime(blobs))
    qtbot.mouseClick(window.centre.notices.action_button, Qt.MouseButton.LeftButton)
    assert "cannot be changed while training" in window.centre.notices.notice.text
    assert not window.menus.open_folder.isEnabled()


def test_that_closing_while_training_stops_the_run_keeps_it_and_then_closes(window, qtbot):
    start_training(window, qtbot)
    folder = window.studio.run.path
    with qtbot.waitSignal(window.finished, timeout=TRAINING_MS):
        window.close()
        assert window.isVisible()
        assert "Stopping…" in window.centre.notices.notice.text
    assert not window.isVisible()
    assert window.studio.session.can_resume(folder)


def test_that_the_window_remembers_its_theme_and_docks_in_the_settings_it_was_given(window, tmp_path, qtbot):
    qtbot.mouseClick(window.menu_corner.theme_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.finished, timeout=LOADING_MS):
        window.close()
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    assert settings.value("theme") == "light"
    assert settings.value("docks") is not None


def test_that_shortcuts_are_those_of_the_design(window):
    shortcuts = {
        action.text(): action.shortcut().toString()
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()
        if not action.shortcut().isEmpty()
    }
    expected = {
        "Train": "Ctrl+Return",
        "Pause": "Ctrl+P",
        "Stop": "Ctrl+.",
        "Open dataset folder…": "Ctrl+O",
        "Add images…": "Ctrl+I",
        "Paste image": "Ctrl+V",
        "Save grid…": "Ctrl+S",
        "Dataset and Model": "Ctrl+B",
        "Encode tray": "Ctrl+J",
        "Training": "Ctrl+Alt+B",
        "Rescan": "F5",
    }
    assert expected.items() <= shortcuts.items()


def test_that_a_covered_notice_with_an_action_comes_back_when_the_other_is_dismissed(window, qtbot):
    first, second = Notice("warning", "first", action="Undo"), Notice("error", "second")
    window.centre.say(first)
    window.centre.say(second)
    qtbot.mouseClick(window.centre.notices.close_button, Qt.MouseButton.LeftButton)
    assert window.centre.notices.notice == first
    window.centre.withdraw(first)
    assert window.centre.notices.notice is None


def test_that_the_status_bar_tells_device_state_memory_and_plugins(window):
    status = window.status
    assert status.device.text().startswith(("CPU", "GPU"))
    assert status.state.text() == "Ready"
    assert status.plugins.text().startswith(f"{len(window.studio.registry.records)} plugins")
    if Path("/proc/self/statm").exists():
        assert " GB of " in status.memory.text()


def test_that_broken_plugins_turn_the_count_amber(window):
    registry = window.studio.registry
    registry.mark_broken(Kind.ENCODER, "dense", "it broke", "details")
    try:
        window.studio.plugins_changed.emit()
        assert window.status.plugins.text().endswith("1 broken")
        assert window.status.plugins.property("level") == "warning"
    finally:
        registry.retry(Kind.ENCODER, "dense")
        window.studio.rescan_plugins()


def test_that_the_window_looks_different_in_both_themes(window):
    dark = window.grab().toImage().pixelColor(700, 300)
    window._theme.set_mode("light")
    light = window.grab().toImage().pixelColor(700, 300)
    assert light.lightness() > 200 > 60 > dark.lightness()
