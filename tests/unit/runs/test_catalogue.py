"""All runs of a workspace at a glance."""

import pytest

from vae_studio.runs.catalogue import Catalogue, being_trained, read_entry


@pytest.fixture
def workspace(tmp_path):
    return tmp_path / "workspace"


def test_that_runs_are_listed_newest_first_with_their_figures(make_saved_run, workspace):
    make_saved_run("older", created="2026-01-01T10:00:00+00:00")
    make_saved_run("newer", created="2026-02-01T10:00:00+00:00", reconstruction=80.0, kl=4.0, epochs=1)
    newer, older = Catalogue(workspace).entries()
    assert (newer.name, older.name) == ("newer", "older")
    assert newer.test.negative_elbo == 84.0
    assert newer.epochs == (1, 3)
    assert older.active == (2, 2)
    assert newer.status == "completed"


def test_that_a_workspace_need_not_exist(workspace):
    assert Catalogue(workspace).entries() == ()


def test_that_a_damaged_run_is_listed_last_with_the_reason(make_saved_run, workspace):
    make_saved_run("whole")
    broken = make_saved_run("broken").path
    (broken / "run.json").write_text('{"name": ')
    whole, damaged = Catalogue(workspace).entries()
    assert whole.name == "whole"
    assert damaged.status == "damaged"
    assert "run.json is damaged" in damaged.message
    assert (damaged.name, damaged.test, damaged.epochs, damaged.active) == ("broken", None, None, None)


def test_that_only_what_changed_is_read_again(make_saved_run, workspace):
    catalogue = Catalogue(workspace)
    make_saved_run("still")
    changing = make_saved_run("changing")
    before = {entry.name: entry for entry in catalogue.entries()}
    changing.append_epoch({"epoch": 3, "active_units": 1})
    after = {entry.name: entry for entry in catalogue.entries()}
    assert after["still"] is before["still"]
    assert (before["changing"].active, after["changing"].active) == ((2, 2), (1, 2))


def test_that_a_run_in_training_is_told_from_one_whose_process_was_killed(make_saved_run):
    run = make_saved_run("run", status="training")
    assert read_entry(run.path).status == "interrupted"
    with run.training():
        assert being_trained(run.path)
        assert read_entry(run.path).status == "training"
    assert not being_trained(run.path)


def test_that_the_end_of_a_training_is_seen_though_no_file_that_was_read_changes(make_saved_run, workspace):
    run = make_saved_run("run", status="training")
    catalogue = Catalogue(workspace)
    with run.training():
        assert catalogue.entries()[0].status == "training"
    assert catalogue.entries()[0].status == "interrupted"


def test_that_a_metrics_line_that_was_cut_off_is_left_out(make_saved_run):
    run = make_saved_run("run")
    with (run.path / "metrics.jsonl").open("ab") as file:
        file.write(b'{"epoch": 3, "active_units": ')
    assert read_entry(run.path).last["epoch"] == 2


def test_that_copies_of_a_run_are_told_apart(make_saved_run):
    first = make_saved_run("first")
    second = make_saved_run("second", id=first.manifest.id)
    assert read_entry(first.path).id == read_entry(second.path).id
    assert read_entry(first.path).identity != read_entry(second.path).identity
