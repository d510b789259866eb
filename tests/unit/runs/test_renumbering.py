"""Steps of a run that are counted anew."""

import numpy as np
import pytest

from vae_studio.runs.checkpoints import best_checkpoint, latest_checkpoint, list_checkpoints, save_checkpoint
from vae_studio.runs.renumbering import renumber


@pytest.fixture
def run(make_saved_run):
    """A run of three epochs of 12 steps, with a checkpoint after each."""
    folder = make_saved_run("run", epochs=3)
    for epoch, score in ((1, 9.0), (2, 7.0), (3, 8.0)):
        state = {"step": 12 * epoch, "steps": 12}
        save_checkpoint(folder.path, 12 * epoch, {"w": np.ones(1) * epoch}, state, score=score)
    folder.append_adjustment({"step": 18, "epoch": 1.5})
    return folder


def steps(folder):
    return [int(path.stem[5:]) for path in list_checkpoints(folder.path)]


@pytest.mark.parametrize("steps_per_epoch", [6, 24, 13])
def test_that_checkpoints_metrics_and_changes_follow_and_the_best_stays_the_best(run, steps_per_epoch):
    for _ in range(2):  # what is done twice is done once
        renumber(run, steps_per_epoch, lambda state: state["step"] // state["steps"] * steps_per_epoch)
        assert steps(run) == [steps_per_epoch * epoch for epoch in (1, 2, 3)]
    assert latest_checkpoint(run.path) == list_checkpoints(run.path)[2]
    assert best_checkpoint(run.path) == list_checkpoints(run.path)[1]
    assert [record["step"] for record in run.history()] == steps(run)
    assert [record["step"] for record in run.adjustments()] == [round(1.5 * steps_per_epoch)]


def test_that_a_damaged_checkpoint_keeps_its_name(run):
    damaged = list_checkpoints(run.path)[0]
    damaged.write_bytes(b"nothing")
    renumber(run, 24, lambda state: state["step"] * 2)
    assert steps(run) == [12, 48, 72]
