"""File ▸ Export, driven through its menu."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from vae_studio.gui.run_export import RunExport

EXPORTING_MS = 120_000


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


def notice_of(studio, qtbot, action, window, path):
    """Trigger an action, answer its dialog with a path, and return the notice that follows."""
    action.trigger()
    dialog = window.findChild(QFileDialog)
    with qtbot.waitSignal(studio.notice, timeout=EXPORTING_MS) as blocker:
        dialog.fileSelected.emit(str(path))
    dialog.close()
    dialog.setParent(None)
    return blocker.args[0]


def test_that_nothing_can_be_exported_without_a_run(quiet_studio, window):
    exports = RunExport(quiet_studio, QMenu(window), window)
    assert not exports.script.isEnabled()
    assert not exports.saved_model.isEnabled()


def test_that_the_run_on_screen_is_exported(studio_with_run, window, tmp_path, qtbot):
    exports = RunExport(studio_with_run, QMenu(window), window)
    assert exports.script.isEnabled()
    exports.script.trigger()
    dialog = window.findChild(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == f"{studio_with_run.run_name}.py"
    assert dialog.defaultSuffix() == "py"
    assert not dialog.isModal()
    dialog.setParent(None)
    notice = notice_of(studio_with_run, qtbot, exports.script, window, tmp_path / "model.py")
    assert notice.level == "info", notice.text
    assert {path.name for path in tmp_path.iterdir()} == {"model.py", "model-data.npz"}
    assert all(str(tmp_path / name) in notice.text for name in ("model.py", "model-data.npz"))
    notice = notice_of(studio_with_run, qtbot, exports.saved_model, window, tmp_path / "saved")
    assert notice.text == f"Saved {tmp_path / 'saved'}"
    assert (tmp_path / "saved" / "decoder" / "saved_model.pb").is_file()


def test_that_a_failure_is_a_notice(studio_with_run, window, tmp_path, qtbot):
    exports = RunExport(studio_with_run, QMenu(window), window)
    notice = notice_of(studio_with_run, qtbot, exports.script, window, tmp_path / "nowhere" / "model.py")
    assert "nowhere" in notice.text


def test_that_the_window_has_the_menu(make_main_window, blob_spec):
    window = make_main_window(spec=blob_spec)
    assert [action.text() for action in window.menus.export_run.actions()] == ["Python script…", "SavedModel…"]
    assert not any(action.isEnabled() for action in window.menus.export_run.actions())
