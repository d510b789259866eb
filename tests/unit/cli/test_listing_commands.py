"""The commands that only list."""

import json
import os
import subprocess
import sys
import tomllib

from vae_studio.cli import main


def test_that_plugins_are_listed_as_json_with_their_provenance(capsys):
    assert main(["plugins", "list", "--json"]) == 0
    plugins = json.loads(capsys.readouterr().out)
    assert {tuple(sorted(plugin)) for plugin in plugins} == {
        ("distribution", "error", "kind", "name", "status", "version")
    }
    built_in = {(p["kind"], p["name"]) for p in plugins if p["distribution"] == "vae-studio"}
    assert {("encoder", "conv"), ("decoder", "dense"), ("prior", "standard_normal")} <= built_in
    assert {("kl_strategy", "analytic"), ("kl_strategy", "monte_carlo")} <= built_in
    assert all(p["status"] == "available" for p in plugins if p["distribution"] == "vae-studio")


def test_that_plugins_are_listed_as_a_table(capsys):
    assert main(["plugins", "list"]) == 0
    assert "standard_normal" in capsys.readouterr().out


def test_that_named_datasets_are_listed(capsys):
    assert main(["datasets", "list"]) == 0
    assert "digits" in capsys.readouterr().out
    assert main(["datasets", "list", "--json"]) == 0
    assert [d["name"] for d in json.loads(capsys.readouterr().out)] == [
        "digits",
        "mnist",
        "wine",
        "breast-cancer",
    ]


def test_that_the_printed_spec_is_toml_with_every_section(capsys):
    assert main(["spec"]) == 0
    tables = tomllib.loads(capsys.readouterr().out)
    assert {"data", "encoder", "decoder", "prior", "kl", "training"} <= tables.keys()
    assert tables["encoder"]["filters"] == [8, 8]


def test_that_the_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip()[0].isdigit()


def test_that_an_unknown_command_exits_with_2_and_one_line(capsys):
    assert main(["trian"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_that_output_is_utf_8_where_the_system_has_another_encoding():
    command = [sys.executable, "-m", "vae_studio", "spec", "--set", "name=β → z"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    ended = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert tomllib.loads(ended.stdout.decode("utf-8"))["name"] == "β → z"
