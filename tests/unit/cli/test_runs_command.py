"""``vae-studio runs``."""

import json

import pytest

from vae_studio.api import RunSpec
from vae_studio.cli import main


@pytest.fixture
def workspace(make_saved_run, tmp_path, monkeypatch):
    """Two runs, and one that is damaged."""
    monkeypatch.setenv("VAE_STUDIO_RUNS", str(tmp_path / "workspace"))
    make_saved_run("first")
    make_saved_run("second", RunSpec().replaced("encoder", latent_size=8), reconstruction=80.0)
    (make_saved_run("broken").path / "run.json").write_text("")
    return tmp_path / "workspace"


def test_that_runs_are_listed_as_json(workspace, capsys):
    for arguments in (["runs", "list", "--json"], ["runs", "--json"]):
        assert main(arguments) == 0
        runs = {run["name"]: run for run in json.loads(capsys.readouterr().out)}
        assert set(runs) == {"first", "second", "broken"}
        assert runs["first"]["test"] == {
            "negative_elbo": 95.0,
            "reconstruction": 90.0,
            "kl": 5.0,
            "unit": "nats",
        }
        assert runs["second"]["latent_size"] == 8
        assert runs["broken"]["status"] == "damaged"
        assert "damaged" in runs["broken"]["message"]


def test_that_runs_are_listed_as_a_table_and_damage_is_told_beside_it(workspace, capsys):
    assert main(["runs"]) == 0
    out, err = capsys.readouterr()
    assert "Convolutional, z 8" in " ".join(out.split())
    assert "broken: " in err


def test_that_an_empty_workspace_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("VAE_STUDIO_RUNS", str(tmp_path / "none"))
    assert main(["runs"]) == 0
    assert "There are no runs" in capsys.readouterr().err


def test_that_a_run_is_renamed_deleted_and_brought_back(workspace, capsys):
    assert main(["runs", "rename", "first", "Best so far"]) == 0
    assert main(["runs", "trash", "Best so far"]) == 0
    assert not (workspace / "first").exists()
    capsys.readouterr()
    assert main(["runs", "restore"]) == 0
    assert "first" in capsys.readouterr().out
    assert main(["runs", "restore", "first"]) == 0
    assert json.loads((workspace / "first" / "run.json").read_text())["name"] == "Best so far"


def test_that_runs_are_compared_as_json(workspace, capsys):
    assert main(["runs", "compare", "first", "second", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = {row["figure"]: row for row in found["figures"]}
    assert rows["Reconstruction"]["differences"] == [
        None,
        {"mean": -10.0, "standard_error": None, "paired": False},
    ]
    assert found["settings"] == {"encoder.latent_size": ["2", "8"]}


def test_that_runs_are_compared_as_tables(workspace, capsys):
    assert main(["runs", "compare", "first", "second"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "85.0 (-10.0)" in out
    assert "encoder.latent_size 2 8" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "first"], "only one run"),
        (["compare", "first", "absent"], "no run 'absent'"),
        (["compare", "first", "broken"], "broken cannot be compared"),
        (["trash", "absent"], "no run 'absent'"),
        (["restore", "absent"], "no run 'absent' in the trash"),
        (["rename", "first", " "], "needs a name"),
    ],
)
def test_that_mistakes_are_told_in_one_line(workspace, capsys, arguments, words):
    assert main(["runs", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1


def test_that_none_of_several_runs_is_deleted_where_one_is_not_there(workspace):
    assert main(["runs", "trash", "first", "absent"]) == 2
    assert (workspace / "first").is_dir()
