"""Two processes on this machine train one model, as processes on two machines would."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time

import numpy as np
import pytest

from vae_studio.cli import main
from vae_studio.runs.folder import RunFolder

MODEL = ["--dataset", "digits", "--encoder", "dense", "--decoder", "dense", "--seed", "3"]
for setting in ("encoder.units=[8]", "decoder.units=[8]", "training.device=cpu", "training.shards=2"):
    MODEL += ["--set", setting]
LOST = 60
"""Seconds within which the loss of a worker must be told; TensorFlow itself waits for 10."""


@pytest.fixture
def start():
    """Return a function that starts ``vae-studio train`` as two workers, and clear away what is left."""
    with contextlib.ExitStack() as stack:

        def start(*arguments):
            ports = free_ports(2)
            addresses = [f"127.0.0.1:{port}" for port in ports]
            workers = []
            for index in range(2):
                task = {"type": "worker", "index": index}
                config = json.dumps({"cluster": {"worker": addresses}, "task": task})
                worker = subprocess.Popen(
                    [sys.executable, "-m", "vae_studio", "train", *arguments, "--distribute", "multi-worker"],
                    env=os.environ | {"TF_CONFIG": config},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                )
                stack.callback(clear_away, worker)
                workers.append(worker)
            return workers

        yield start


def clear_away(worker):
    worker.kill()
    worker.communicate()


def free_ports(count):
    """Return ports that nobody uses, different from each other."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def wait_for_line(worker, beginning):
    """Read what a worker says until a line begins so."""
    said = []
    for line in worker.stderr:
        said.append(line)
        if line.startswith(beginning):
            return
    pytest.fail(f"no line begins with {beginning!r}: {''.join(said)}")


def objectives(folder):
    return np.array([epoch["objective"] for epoch in RunFolder.open(folder).history()])


@pytest.mark.thorough
def test_that_a_killed_worker_ends_the_other_and_both_go_on_to_the_losses_of_one_process(start, tmp_path):
    together = ["--run", str(tmp_path / "together")]
    chief, follower = start(*MODEL, "--epochs", "10000", *together)
    wait_for_line(chief, "Epoch 2/")
    follower.kill()
    killed = time.monotonic()
    _, said = chief.communicate(timeout=LOST)
    assert time.monotonic() - killed < LOST
    assert chief.returncode == 2
    last = said.splitlines()[-1]
    assert last.startswith("vae-studio: Worker 2 of 2 (127.0.0.1:")
    assert "--resume" in last
    assert str(tmp_path / "together") in last

    manifest = RunFolder.open(tmp_path / "together").manifest
    assert manifest.status == "failed"
    epochs = str(manifest.complete_epochs + 5)
    chief, follower = start(*together, "--resume", "--epochs", epochs, "--json")
    printed, _ = chief.communicate(timeout=120)
    nothing, line = follower.communicate(timeout=LOST)
    assert (chief.returncode, follower.returncode) == (0, 0)
    assert json.loads(printed)["status"] == "completed"
    assert (nothing, len(line.splitlines())) == ("", 1), "who follows says one line"

    assert main(["train", *MODEL, "--epochs", epochs, "--run", str(tmp_path / "alone")]) == 0
    alone = objectives(tmp_path / "alone")
    assert len(alone) * (RunFolder.open(tmp_path / "alone").manifest.step // len(alone)) >= 50, "steps"
    np.testing.assert_allclose(objectives(tmp_path / "together"), alone, rtol=1e-5)


@pytest.mark.thorough
def test_that_a_stop_of_either_worker_keeps_the_run_and_ends_both(start, tmp_path):
    chief, follower = start(*MODEL, "--epochs", "10000", "--run", str(tmp_path / "run"))
    wait_for_line(chief, "Epoch 1/")
    follower.terminate()
    _, said = chief.communicate(timeout=LOST)
    follower.communicate(timeout=LOST)
    assert (chief.returncode, follower.returncode) == (130, 130)
    assert "Run kept in" in said
    assert RunFolder.open(tmp_path / "run").manifest.status == "stopped"


def test_that_machines_that_nobody_names_are_asked_for_before_the_data_are_read(capsys, monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    assert main(["train", "--dataset", "digits", "--distribute", "multi-worker"]) == 2
    assert "TF_CONFIG" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (["training.loop=keras"], "training.loop"),
        (["training.device=gpu:1"], "training.device"),
    ],
)
def test_that_what_several_devices_cannot_do_is_refused(capsys, settings, named):
    arguments = [word for setting in settings for word in ("--set", setting)]
    assert main(["train", "--distribute", "mirrored", *arguments]) == 2
    assert named in capsys.readouterr().err
