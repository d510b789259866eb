"""A run that is opened again is the run that was trained."""

import json
import shutil

import numpy as np
import pytest

from vae_studio.api import RunError


@pytest.fixture(scope="module")
def run(complete):
    return complete[0]


@pytest.fixture(scope="module")
def opened(session, run):
    return session.open(run.path)


def test_that_its_figures_are_those_of_its_training(opened, run, complete):
    evaluation = opened.evaluate()
    finished = complete[1][-1]
    assert evaluation.epoch == 3
    assert evaluation.validation.figures == finished.validation
    assert evaluation.test.figures == finished.test
    assert evaluation.validation.active_units == run.history[-1]["active_units"]
    assert [evaluation.train.examples, evaluation.validation.examples, evaluation.test.examples] == [
        194,
        22,
        24,
    ]


def test_that_the_live_run_and_the_opened_one_evaluate_alike(opened, run):
    assert opened.evaluate() == run.evaluate()


def test_that_it_has_the_same_weights_grid_and_history(opened, run, watch):
    watch.assert_same_run(opened, run)
    np.testing.assert_array_equal(opened.latent_grid().images, run.latent_grid().images)
    assert (opened.name, opened.complete_epochs, opened.spec) == (run.name, 3, run.spec)


def test_that_the_epoch_is_that_of_the_weights_although_the_manifest_is_behind(session, run, tmp_path):
    folder = tmp_path / "killed"
    shutil.copytree(run.path, folder)
    manifest = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(manifest | {"complete_epochs": 2, "status": "training"}))
    assert session.open(folder).complete_epochs == 3


def test_that_a_run_without_checkpoint_says_so(session, run, tmp_path):
    folder = tmp_path / "empty"
    shutil.copytree(run.path, folder)
    shutil.rmtree(folder / "checkpoints")
    with pytest.raises(RunError, match="has no checkpoint yet"):
        session.open(folder)


def test_that_a_folder_without_run_says_so(session, tmp_path):
    with pytest.raises(RunError, match="holds no run"):
        session.open(tmp_path)
