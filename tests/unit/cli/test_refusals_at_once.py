"""Mistakes that are told before anything is computed, in one line."""

import sys

import pytest

from vae_studio.cli import main


def told(capsys, *arguments):
    assert main(arguments) == 2
    return capsys.readouterr().err.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sample", "run", "--out", "x.jpg"], "does not end in .png"),
        (["sample", "run", "--out", "nowhere/x.png"], "There is no folder nowhere"),
        (["export", "run", "--out", "x.txt"], "does not end in .py"),
        (["encode", "run", "a.png", "--out", "x.txt"], "does not end in .csv"),
        (["compare", "run", "other", "--out", "nowhere/x.png"], "There is no folder nowhere"),
        (["kl-lab", "--out", "x.txt"], "does not end in .csv or .npz"),
        (["kl-lab", "--out", "nowhere/x.npz"], "There is no folder nowhere"),
        (["encode", "run", "a.png", "--out", "x.csv"], "There is no file or folder a.png"),
    ],
)
def test_that_an_output_or_input_that_cannot_be_is_told_before_the_run_is_opened(
    capsys, monkeypatch, tmp_path, arguments, words
):
    monkeypatch.chdir(tmp_path)
    assert words in told(capsys, *arguments)


@pytest.mark.parametrize("group", ["presets", "plugins", "datasets"])
def test_that_a_group_by_itself_prints_its_help_in_lines(capsys, group):
    assert main([group]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.strip().startswith("list") for line in lines)


def test_that_a_parameter_of_a_plugin_that_takes_none_is_named_with_the_plugin(capsys):
    line = told(capsys, "train", "--dataset", "digits", "--set", "kl.reduction=as-tfp")
    assert line.startswith("vae-studio: kl.reduction: the KL strategy 'analytic' takes no parameters.")


def test_that_the_networks_for_tables_and_their_preset_are_named(capsys):
    line = told(capsys, "train", "--dataset", "wine", "--epochs", "1")
    assert "Choose 'dense', or start from the preset table-vae." in line


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that takes no files is known on Linux alone")
def test_that_a_folder_that_is_there_is_not_said_to_be_missing(capsys):
    line = told(capsys, "train", "--dataset", "digits", "--epochs", "1", "--run", "/proc/run")
    assert "There is no folder" not in line
    assert "/proc" in line
