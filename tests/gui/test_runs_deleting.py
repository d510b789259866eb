"""Where deleted runs go."""

import sys

import pytest

from vae_studio.api import RunError
from vae_studio.gui.runs.deleting import bring_back, delete


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="freedesktop's trash is Linux's")
def test_that_a_run_goes_into_the_desktops_trash_and_leaves_nothing_there_when_it_comes_back(
    make_saved_run, tmp_path, monkeypatch
):
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    run = make_saved_run("run")
    trashed = delete(run.path)
    assert trashed.place.parent == tmp_path / "data" / "Trash" / "files"
    assert not run.path.exists()
    assert bring_back(trashed) == run.path
    assert (run.path / "run.json").is_file()
    assert [path for path in (tmp_path / "data").rglob("*") if path.is_file()] == []


def test_that_a_run_waits_in_its_workspace_where_the_desktop_has_no_trash(make_saved_run, monkeypatch):
    monkeypatch.setattr("PySide6.QtCore.QFile.moveToTrash", lambda *_: False)
    run = make_saved_run("run")
    trashed = delete(run.path)
    assert trashed.place == run.path.parent / ".trash" / "run"
    assert bring_back(trashed) == run.path


def test_that_a_run_in_training_stays(make_saved_run):
    run = make_saved_run("run", status="training")
    with run.training(), pytest.raises(RunError, match="is being trained"):
        delete(run.path)
    assert run.path.is_dir()
