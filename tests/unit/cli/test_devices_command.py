"""What there is to train on, and going on with a smaller batch where its memory ran out."""

import json
import re
import shlex

import pytest

from vae_studio.cli import main
from vae_studio.runs.folder import RunFolder
from vae_studio.training import devices
from vae_studio.training.cuda_driver import DriverGpu

TINY = ["--encoder", "dense", "--decoder", "dense", "--set", "encoder.units=[2]", "--set", "decoder.units=[2]"]


def test_that_the_devices_are_listed_as_a_table_and_as_json(capsys, monkeypatch):
    monkeypatch.setattr(devices, "driver_gpus", lambda: (DriverGpu("Fast One", 24 * 2**30),))
    assert main(["devices"]) == 0
    table = " ".join(capsys.readouterr().out.split())
    assert "cpu CPU: " in table
    assert "gpu:0 GPU 0: Fast One, 24 GB. TensorFlow cannot use it" in table
    assert main(["devices", "--json"]) == 0
    cpu, gpu = json.loads(capsys.readouterr().out)
    assert (cpu["key"], cpu["problem"]) == ("cpu", "")
    assert cpu["cores"] >= 1
    assert (gpu["label"], gpu["memory"]) == ("GPU 0", 24 * 2**30)


def test_that_a_device_that_cannot_be_is_refused_at_once(capsys):
    assert main(["train", "--set", "training.device=tpu"]) == 2
    assert "training.device: must be auto, cpu, gpu, all" in capsys.readouterr().err
    assert main(["train", "--set", "training.device=gpu:77"]) == 2
    assert "training.device: there is no GPU" in capsys.readouterr().err


@pytest.mark.parametrize("setting", ["training.precision=mixed_float16", "training.xla=true"])
def test_that_keras_loop_is_refused_what_it_cannot_do(capsys, setting):
    assert main(["train", "--set", "training.loop=keras", "--set", setting]) == 2
    assert f"{setting.partition('=')[0]}: " in capsys.readouterr().err


def test_that_a_resumed_run_takes_only_what_may_change(capsys, make_saved_run):
    folder = make_saved_run("run").path
    assert main(["train", "--resume", "--run", str(folder), "--set", "kl.plugin=none"]) == 2
    assert "kl.plugin: cannot change when a run goes on" in capsys.readouterr().err


@pytest.mark.thorough
def test_that_a_run_out_of_memory_says_the_command_that_goes_on_with_half_the_batch(
    capsys, tmp_path, monkeypatch
):
    import tensorflow as tf

    from vae_studio.training.engine import Engine

    def run(self, *arguments, whole=Engine.run):
        if self.batch_size > 64:
            raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor")
        return whole(self, *arguments)

    monkeypatch.setattr(Engine, "run", run)
    folder = tmp_path / "my run"
    assert main(["train", "--epochs", "1", "--batch-size", "128", "--run", str(folder), *TINY]) == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert "not enough memory for batches of 128 in epoch 1. Train on with batches of 64." in told
    command = re.search(r"Go on by: vae-studio (.*)$", told)[1]
    assert main(shlex.split(command)) == 0
    opened = RunFolder.open(folder)
    assert (opened.manifest.status, opened.spec.training.batch_size) == ("completed", 64)
