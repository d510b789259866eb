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


def answer(monkeypatch, path):
    """Let the dialog that asks for a file answer with a path; return what it suggested."""
    suggested = []

    def ask(parent, title, directory="", *_, **__):
        suggested.append(directory)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return suggested


def notice_of(studio, qtbot, action):
    """Trigger an action and return the notice that follows."""
    with qtbot.waitSignal(studio.notice, timeout=EXPORTING_MS) as blocker:
        action.trigger()
    return blocker.args[0]


def test_that_nothing_can_be_exported_without_a_run(quiet_studio, window):
    exports = RunExport(quiet_studio, QMenu(window), window)
    assert not exports.script.isEnabled()
    assert not exports.saved_model.isEnabled()


def test_that_the_run_on_screen_is_exported(studio_with_run, window, tmp_path, qtbot, monkeypatch):
    exports = RunExport(studio_with_run, QMenu(window), window)
    assert exports.script.isEnabled()
    suggested = answer(monkeypatch, tmp_path / "model")
    notice = notice_of(studio_with_run, qtbot, exports.script)
    assert notice.level == "info", notice.text
    assert {path.name for path in tmp_path.iterdir()} == {"model.py", "model-data.npz"}
    assert all(str(tmp_path / name) in notice.text for name in ("model.py", "model-data.npz"))
    answer(monkeypatch, tmp_path / "saved")
    notice = notice_of(studio_with_run, qtbot, exports.saved_model)
    assert notice.text == f"Saved {tmp_path / 'saved'}"
    assert (tmp_path / "saved" / "decoder" / "saved_model.pb").is_file()
    assert suggested == [f"{studio_with_run.run_name}.py"]


def test_that_a_failure_is_a_notice_and_a_cancelled_dialog_is_none(
    studio_with_run, window, tmp_path, qtbot, monkeypatch
):
    exports = RunExport(studio_with_run, QMenu(window), window)
    answer(monkeypatch, "")
    exports.script.trigger()
    exports.saved_model.trigger()
    answer(monkeypatch, Path(tmp_path) / "nowhere" / "model.py")
    notice = notice_of(studio_with_run, qtbot, exports.script)
    assert "nowhere" in notice.text


def test_that_the_window_has_the_menu(make_main_window, blob_spec):
    window = make_main_window(spec=blob_spec)
    assert [action.text() for action in window.menus.export_run.actions()] == ["Python script…", "SavedModel…"]
    assert not any(action.isEnabled() for action in window.menus.export_run.actions())
