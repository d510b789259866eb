"""`vae-studio train`, in this process: what it prints, what it keeps, how it ends."""

import io
import json
import signal
from contextlib import redirect_stdout

import pytest

from vae_studio.cli import main
from vae_studio.cli.training import ProgressDisplay, duration
from vae_studio.runs.folder import RunFolder
from vae_studio.training.events import EpochMetrics

TINY = ["--set", "encoder.filters=[2]", "--set", "decoder.filters=[2]", "--set", "encoder.dense=4"]


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("VAE_STUDIO_RUNS", str(tmp_path / "runs"))
    return tmp_path / "runs"


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Folder of a run of one epoch, trained through the command line from a spec file, and what was printed."""
    place = tmp_path_factory.mktemp("cli")
    with redirect_stdout(io.StringIO()) as printed:
        assert main(["spec", "--set", "training.epochs=1", "--set", "name=my run"]) == 0
    (place / "spec.toml").write_text(printed.getvalue(), encoding="utf-8")
    arguments = ["--seed", "3", "--run", str(place / "run"), "--json", *TINY]
    with redirect_stdout(io.StringIO()) as printed:
        assert main(["train", str(place / "spec.toml"), *arguments]) == 0
    return place / "run", printed.getvalue()


@pytest.fixture
def folder(trained):
    return trained[0]


def test_that_json_is_one_object_with_the_figures_of_every_split(trained):
    folder, printed = trained
    found = json.loads(printed)
    assert found["run"] == str(folder)
    assert (found["epochs"], found["status"]) == (1, "completed")
    assert found["parameters"] == RunFolder.open(folder).manifest.parameters
    assert found["seconds"] > 0
    assert found["images_per_second"] > 0
    for split in ("train", "validation", "test"):
        figures = found[split]
        assert figures["negative_elbo"] == pytest.approx(figures["reconstruction"] + figures["kl"])


def test_that_a_spec_file_is_trained_and_options_override_it(folder):
    spec = RunFolder.open(folder).spec
    assert (spec.name, spec.training.epochs, spec.training.seed) == ("my run", 1, 3)
    assert spec.encoder.params["filters"] == (2,)


def test_that_progress_goes_to_standard_error_with_time_left(capsys, folder):
    assert main(["train", "--run", str(folder), "--resume", "--epochs", "3"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = {line.partition(":")[0]: line for line in captured.err.splitlines()}
    assert lines["Epoch 2/3"].endswith(" left")
    assert "left" not in lines["Epoch 3/3"]
    assert RunFolder.open(folder).manifest.complete_epochs == 3


def test_that_ctrl_c_stops_and_keeps_the_run_with_status_130(capsys, workspace, monkeypatch):
    show = ProgressDisplay.show

    def interrupt_in_the_second_epoch(display, event):
        show(display, event)
        if isinstance(event, EpochMetrics) and event.epoch == 1:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(ProgressDisplay, "show", interrupt_in_the_second_epoch)
    before = signal.getsignal(signal.SIGINT)
    assert main(["train", "--epochs", "50", "--json", *TINY]) == 130
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "stopped"
    assert found["test"] is None
    manifest = RunFolder.open(workspace / "digits-conv-z2-001").manifest
    assert manifest.status == "stopped"
    assert manifest.complete_epochs >= 1
    assert signal.getsignal(signal.SIGINT) is before


def test_that_a_failed_training_exits_with_2_and_one_line(capsys):
    status = main(
        [
            "train",
            "--epochs",
            "3",
            "--set",
            "training.optimiser=sgd",
            "--set",
            "training.learning_rate=10",
            *TINY,
        ]
    )
    captured = capsys.readouterr()
    assert status == 2
    assert "NaN or infinite" in captured.err.splitlines()[-1]
    assert "training.learning_rate" in captured.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--epochs", "0"], "training.epochs"),
        (["--epochs", "many"], "--epochs"),
        (["--set", "training.batch_size"], "KEY=VALUE"),
        (["--set", "training.batch_sise=3"], "training.batch_size"),
        (["--set", "encoder.filters=[0]"], "encoder.filters"),
        (["--set", "encoder.filters=[8,8,8,8]"], "layer 4"),
        (["--kl", "guess"], "'guess'"),
        (["--dataset", "nowhere"], "nowhere"),
        (["--resume"], "--run"),
        (["--resume", "--run", "nowhere"], "nowhere"),
        (["--resume", "--run", ".", "--seed", "3"], "--resume"),
        (["no-such-spec.toml"], "no-such-spec.toml"),
        (["--bogus"], "--bogus"),
    ],
)
def test_that_bad_input_is_told_in_one_line_and_exits_with_2(capsys, workspace, arguments, named):
    assert main(["train", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert named in captured.err
    assert not workspace.exists()


def test_that_a_folder_with_a_run_is_not_overwritten(capsys, folder):
    before = (folder / "run.json").read_bytes()
    assert main(["train", "--epochs", "1", "--run", str(folder), *TINY]) == 2
    assert "Resume it" in capsys.readouterr().err
    assert (folder / "run.json").read_bytes() == before


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, "unknown time"), (9.4, "9 s"), (109, "1 min 49 s"), (7320, "2 h 2 min")]
)
def test_that_durations_are_told_in_words(seconds, words):
    assert duration(seconds) == words


def test_that_help_lists_every_key_that_set_takes(capsys):
    assert main(["train", "--help"]) == 0
    text = capsys.readouterr().out
    for key in ("data.size", "encoder.latent_size", "encoder.filters", "decoder.likelihood", "kl.samples"):
        assert key in text
    assert "training.batch_size" in text


def test_that_a_run_is_encoded_sampled_and_evaluated(capsys, folder, tmp_path):
    import numpy as np
    from PIL import Image

    Image.fromarray(np.full((40, 30), 200, np.uint8)).save(tmp_path / "grey.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    images = [str(tmp_path / "grey.png"), str(tmp_path / "broken.png")]
    assert main(["encode", str(folder), *images, "--out", str(tmp_path / "latents.csv")]) == 0
    assert "broken.png" in capsys.readouterr().err
    header, line = (tmp_path / "latents.csv").read_text().splitlines()
    assert header.startswith("name,mean_1,mean_2,sd_1,sd_2,negative_elbo_nats")
    assert line.startswith(f"{images[0]},")

    assert main(["encode", str(folder), images[0], "--out", str(tmp_path / "latents.npz")]) == 0
    with np.load(tmp_path / "latents.npz") as arrays:
        assert arrays["loc"].shape == (1, 2)

    grid = tmp_path / "grid.png"
    assert (
        main(["sample", str(folder), "--out", str(grid), "--rows", "3", "--columns", "4", "--scale", "2"]) == 0
    )
    with Image.open(grid) as picture:
        assert picture.size == (4 * 28 * 2, 3 * 28 * 2)
    assert (
        main(
            [
                "sample",
                str(folder),
                "--out",
                str(grid),
                "--from",
                "prior",
                "--draw",
                "--rows",
                "2",
                "--columns",
                "2",
            ]
        )
        == 0
    )
    with Image.open(grid) as picture:
        assert set(np.unique(np.asarray(picture))) <= {0, 255}

    capsys.readouterr()
    asked = ["--importance-samples", "5", "--examples", "30"]
    assert main(["evaluate", str(folder), *asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["test"]["examples"] == 180
    assert found["validation"]["negative_elbo"] > 0
    likelihood = found["log_likelihood"]
    assert (likelihood["split"], likelihood["count"], likelihood["samples"]) == ("test", 30, 5)
    kept = json.loads((folder / "likelihood.json").read_text())
    assert kept["mean"] == likelihood["mean"] < 0 < kept["standard_error"]


def test_that_an_interrupted_estimate_keeps_the_examples_that_are_done(capsys, folder, monkeypatch):
    import vae_studio.session.run
    from vae_studio.session.likelihood import measure_split

    def interrupted(*asked):
        *others, progress, cancelled = asked

        def told(done, total):
            signal.raise_signal(signal.SIGINT)
            progress(done, total)

        return measure_split(*others, told, cancelled)

    monkeypatch.setattr(vae_studio.session.run, "measure_split", interrupted)
    assert main(["evaluate", str(folder), "--samples", "5", "--count", "30", "--json"]) == 130
    told = capsys.readouterr()
    assert "Stopping: the examples that are done are kept." in told.err
    assert 0 < json.loads(told.out)["log_likelihood"]["count"] < 30


def test_that_a_wrong_ending_is_refused_before_anything_is_loaded(capsys, folder, tmp_path):
    assert main(["encode", str(folder), "x.png", "--out", str(tmp_path / "latents.txt")]) == 2
    assert ".csv" in capsys.readouterr().err
    assert main(["sample", str(folder), "--out", str(tmp_path / "grid.jpg")]) == 2
    assert ".npz" in capsys.readouterr().err
    assert list(tmp_path.glob("*.txt")) == []
