"""The real window on a real X server, moved by real events: keys, mouse, files dragged from another program."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vae_studio.runs.checkpoints import load_latest
from vae_studio.runs.folder import RunFolder

pytestmark = pytest.mark.thorough
"""In short, and in this process, the same is shown by the tests of the window, the tray and the training."""

DRIVER = Path(__file__).with_name("driver.py")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Three image files of different kinds, each with a dark shape on a light ground or the reverse."""
    folder = tmp_path_factory.mktemp("pictures")
    disc = np.hypot(*np.mgrid[-1:1:60j, -1:1:60j]) < 0.6
    grey = (disc * 230).astype(np.uint8)
    Image.fromarray(grey).save(folder / "grey disc.png")
    Image.fromarray(np.stack([grey, grey // 2, 255 - grey], axis=2)).save(folder / "colour.jpg")
    Image.fromarray(255 - grey).convert("P").save(folder / "palette.bmp")
    return sorted(folder.iterdir())


def play(scenario, screen, folder, files=()):
    """Play a scenario and return what was seen."""
    ended = subprocess.run(
        [sys.executable, str(DRIVER), scenario, str(folder), *map(str, files)],
        env=screen,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    assert ended.stderr == ""
    return json.loads(ended.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def afternoon(screen, pictures, tmp_path_factory):
    """What was seen in a session of dropping, training, dropping again and saving, and its folder."""
    folder = tmp_path_factory.mktemp("afternoon")
    return play("drop_train_and_save", screen, folder, pictures), folder


def test_that_files_dropped_before_there_is_a_model_wait_with_a_helpful_message(afternoon):
    seen, _ = afternoon
    assert seen["overlay shown"]
    assert seen["states before training"] == ["waiting"]
    assert any("encoded as soon as there is a model" in notice for notice in seen["notices"])


def test_that_files_dropped_while_training_are_encoded_before_it_ends(afternoon, pictures):
    seen, _ = afternoon
    assert seen["drop"] == "dropped"
    assert seen["encoded while"] in ("paused", "training")  # it waited for the mouse, and goes on as it lets go
    assert seen["cards"] == 2 * [picture.name for picture in pictures]


def test_that_a_card_dragged_out_of_the_window_becomes_files_elsewhere(afternoon, pictures):
    seen, folder = afternoon
    stem = pictures[0].stem
    assert seen["dragged out"] == [f"{stem} reconstruction.png", f"{stem}.png"]
    assert len(seen["cards"]) == 2 * len(pictures), "what passes over the window itself adds nothing"
    with Image.open(folder / "dragged out" / f"{stem}.png") as picture:
        assert picture.size == (28, 28)
        assert picture.text["Run"] == "digits-conv-z2-001"
        assert len(json.loads(picture.text["z"])) == 2


def test_that_the_run_trained_by_keyboard_is_complete_on_disk(afternoon):
    seen, folder = afternoon
    assert seen["finished"] == [["completed", 12]]
    run = RunFolder.open(folder / "runs" / "digits-conv-z2-001")
    assert run.manifest.status == "completed"
    assert len(run.history()) == 12


def test_that_the_grid_saved_from_the_window_bears_run_and_coordinates(afternoon):
    _, folder = afternoon
    with Image.open(folder / "grid.png") as picture:
        assert picture.size == (2 * 20 * 28, 2 * 20 * 28)
        assert picture.text["Run"] == "digits-conv-z2-001"
        assert len(json.loads(picture.text["Latent across"])["z"]) == 20


def test_that_closing_the_window_while_training_keeps_the_run_and_exits_cleanly(screen, tmp_path):
    seen = play("close_while_training", screen, tmp_path)
    status, epochs = seen["finished"][0]
    assert (status, len(seen["finished"])) == ("stopped", 1)
    assert seen["sizes"] == [[1120, 720], [1380, 860]]
    run = RunFolder.open(tmp_path / "runs" / "digits-conv-z2-001")
    assert run.manifest.status == "stopped"
    assert run.manifest.complete_epochs == epochs >= 1
    assert load_latest(run.path).step == run.manifest.step
