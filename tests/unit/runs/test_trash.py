"""Deleting runs, and bringing them back."""

import pytest

from vae_studio.api import OutputError, RunError
from vae_studio.runs import list_runs
from vae_studio.runs.trash import kept_idle, move_to_trash, restore, trashed_runs


def test_that_a_deleted_run_is_in_no_list_and_comes_back_whole(make_saved_run, tmp_path):
    workspace = tmp_path / "workspace"
    run = make_saved_run("run")
    before = {path.name: path.read_bytes() for path in run.path.iterdir() if path.is_file()}
    trashed = move_to_trash(run.path)
    assert list_runs(workspace) == ()
    assert trashed_runs(workspace) == (trashed,)
    assert restore(trashed) == run.path
    assert {path.name: path.read_bytes() for path in run.path.iterdir() if path.name in before} == before
    assert trashed_runs(workspace) == ()


def test_that_a_run_in_training_is_not_deleted(make_saved_run):
    run = make_saved_run("run", status="training")
    with run.training(), pytest.raises(RunError, match="is being trained and cannot be deleted"):
        move_to_trash(run.path)
    assert run.path.is_dir()


def test_that_two_runs_of_one_name_lie_in_the_trash_side_by_side(make_saved_run):
    first = move_to_trash(make_saved_run("run").path)
    second = move_to_trash(make_saved_run("run").path)
    assert (first.place.name, second.place.name) == ("run", "run-2")


def test_that_a_run_is_not_brought_back_over_another_one(make_saved_run):
    trashed = move_to_trash(make_saved_run("run").path)
    make_saved_run("run")
    with pytest.raises(OutputError, match="exists again: run stays in the trash"):
        restore(trashed)
    assert trashed.place.is_dir()


def test_that_what_is_gone_is_said_to_be_gone(make_saved_run, tmp_path):
    with pytest.raises(RunError, match="There is no folder"):
        move_to_trash(tmp_path / "absent")
    trashed = move_to_trash(make_saved_run("run").path)
    restore(trashed)
    with pytest.raises(RunError, match="not in the trash any more"):
        restore(trashed)


def test_that_nobody_can_begin_to_train_a_run_while_it_is_kept_idle(make_saved_run):
    run = make_saved_run("run")
    with (
        kept_idle(run.path, "renamed"),
        pytest.raises(RunError, match="being trained by another process"),
        run.training(),
    ):
        raise AssertionError
    with (
        run.training(),
        pytest.raises(RunError, match="run is being trained and cannot be renamed"),
        kept_idle(run.path, "renamed"),
    ):
        raise AssertionError
