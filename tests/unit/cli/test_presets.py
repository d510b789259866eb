"""``vae-studio presets`` and ``--preset``."""

import json
import tomllib

import pytest

from vae_studio.cli import main
from vae_studio.runs.presets import presets


def test_that_presets_are_listed_as_json(capsys):
    assert main(["presets", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed] == [one.name for one in presets()]
    assert {tuple(one) for one in listed} == {("name", "label", "dataset", "teaches")}


def test_that_presets_are_listed_as_a_table(capsys):
    assert main(["presets", "list"]) == 0
    words = capsys.readouterr().out
    assert all(one.name in words for one in presets())


def test_that_a_preset_is_printed_as_a_spec_with_what_is_changed(capsys):
    assert main(["spec", "--preset", "monte-carlo", "--set", "kl.samples=3"]) == 0
    tables = tomllib.loads(capsys.readouterr().out)
    assert tables["data"]["source"] == "mnist"
    assert tables["kl"] == {"plugin": "monte_carlo", "samples": 3}
    assert "preset" not in tables


@pytest.mark.parametrize("command", ["train", "spec"])
def test_that_an_unknown_preset_exits_with_2_and_names_the_closest(command, capsys):
    assert main([command, "--preset", "anealing"]) == 2
    words = capsys.readouterr().err
    assert words == "vae-studio: There is no preset named 'anealing'. Did you mean annealing?\n"


def test_that_a_spec_file_and_a_preset_exclude_one_another(tmp_path, capsys):
    file = tmp_path / "spec.toml"
    file.write_text("name = 'x'\n")
    assert main(["train", str(file), "--preset", "conv-vae"]) == 2
    assert "both" in capsys.readouterr().err


def test_that_a_resumed_run_takes_no_preset(tmp_path, capsys):
    assert main(["train", "--preset", "conv-vae", "--resume", "--run", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "own spec holds" in told
    assert all(option in told for option in ("--epochs", "--batch-size", "--distribute", "--set"))


def test_that_a_preset_is_trained_with_what_is_changed(tmp_path, capsys):
    run = tmp_path / "run"
    assert main(["train", "--preset", "table-vae", "--epochs", "1", "--run", str(run), "--json"]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["status"] == "completed"
    assert outcome["epochs"] == 1
    spec = tomllib.loads((run / "spec.toml").read_text())
    assert spec["kl"]["weight"] == 10.0
    assert spec["training"]["epochs"] == 1
