"""The installed command in processes of its own: interrupted, killed, and gone on with."""

import json
import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from vae_studio.cli import main
from vae_studio.runs.checkpoints import load_latest
from vae_studio.runs.folder import RunFolder

pytestmark = pytest.mark.thorough
"""In this process, the same is shown by the tests of resuming and of the training command."""

COMMAND = [sys.executable, "-m", "vae_studio"]
TINY = ["--set", "encoder.filters=[2]", "--set", "decoder.filters=[2]", "--set", "encoder.dense=4"]
SPEC = ["--dataset", "digits", "--seed", "5", *TINY]


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "VAE_STUDIO_RUNS": str(tmp_path / "workspace"), "CUDA_VISIBLE_DEVICES": "-1"}


def start(arguments, environment):
    return subprocess.Popen(
        [*COMMAND, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def read_until(stream, words):
    """Read lines until one holds the words."""
    lines = []
    for line in stream:
        lines.append(line)
        if words in line:
            return
    pytest.fail(f"{words!r} was never said:\n{''.join(lines)}")


def test_that_a_killed_run_resumes_to_the_figures_of_one_that_was_never_killed(tmp_path, environment, capsys):
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    process = start(["train", *SPEC, "--epochs", "100000", "--run", str(killed)], environment)
    read_until(process.stderr, "Epoch 2/")
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert RunFolder.open(killed).manifest.status == "training"
    epochs = str(load_latest(killed).state["complete_epochs"] + 2)

    resumed = start(["train", "--run", str(killed), "--resume", "--epochs", epochs, "--json"], environment)
    assert main(["train", *SPEC, "--epochs", epochs, "--run", str(whole), "--json"]) == 0
    found, expected = json.loads(resumed.communicate()[0]), json.loads(capsys.readouterr().out)
    for split in ("train", "validation", "test"):
        assert found[split] == expected[split]
    weights, expected_weights = load_latest(killed).arrays, load_latest(whole).arrays
    assert weights.keys() == expected_weights.keys()
    for name, weight in weights.items():
        np.testing.assert_array_equal(weight, expected_weights[name])


def test_that_ctrl_c_in_a_terminal_keeps_the_run_and_exits_with_130(tmp_path, environment):
    process = start(
        ["train", *SPEC, "--epochs", "100000", "--run", str(tmp_path / "run"), "--json"], environment
    )
    read_until(process.stderr, "Epoch 1/")
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate()
    assert process.returncode == 130
    assert json.loads(output)["status"] == "stopped"
    assert "Traceback" not in errors
    assert RunFolder.open(tmp_path / "run").manifest.status == "stopped"
