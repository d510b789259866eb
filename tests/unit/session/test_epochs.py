"""Looking back at the epochs of a run."""

import numpy as np
import pytest

from vae_studio.api import RunError
from vae_studio.runs.checkpoints import list_checkpoints, load_checkpoint
from vae_studio.training.control import Control


def test_that_every_epoch_is_kept_with_the_weights_of_its_checkpoint(complete):
    run = complete[0]
    assert run.recorded_epochs == (1, 2, 3)
    for epoch, path in enumerate(list_checkpoints(run.path), start=1):
        saved, _ = load_checkpoint(path)
        for name, weight in run.at_epoch(epoch).model.named_weights().items():
            np.testing.assert_array_equal(weight.numpy(), saved[f"model/{name}"])


def test_that_a_past_grid_says_its_epoch_and_leaves_the_run_as_it_is(complete):
    run = complete[0]
    before = {name: weight.numpy() for name, weight in run.model.named_weights().items()}
    past = run.at_epoch(1)
    assert past.metadata() == run.metadata() | {"Epoch": 1}
    assert (past.latent_grid().images != run.latent_grid().images).any()
    for name, weight in run.model.named_weights().items():
        np.testing.assert_array_equal(weight.numpy(), before[name])


def test_that_a_run_can_be_opened_at_an_epoch_of_its_own(complete, session):
    opened = session.open(complete[0].path, epoch=2)
    assert opened.complete_epochs == 2
    np.testing.assert_array_equal(opened.latent_grid().images, complete[0].at_epoch(2).latent_grid().images)


def test_that_an_epoch_that_was_not_kept_is_refused(complete, session):
    with pytest.raises(RunError, match="Kept are those after epochs 1, 2, 3"):
        complete[0].at_epoch(4)
    with pytest.raises(RunError, match="no weights of epoch 9"):
        session.open(complete[0].path, epoch=9)


def test_that_looking_back_while_it_trains_changes_nothing(session, small_spec, small_dataset, watch, complete):
    job = session.begin(small_spec, small_dataset)
    seen = []

    def look_back():
        epochs = job.run.recorded_epochs
        seen.extend(job.run.at_epoch(epoch).decode(np.zeros((1, 2))) for epoch in epochs)

    control = Control(drain=look_back, live=lambda: None)
    control.live_steps = 4  # several calls for each epoch, however fast they are
    watch.execute(job, control)
    assert len(seen) >= 9
    watch.assert_same_run(job.run, complete[0])
