"""A run that runs out of memory, in the window."""

import pytest

from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.training.advice import end_notice
from vae_studio.training.events import Finished

TRAINING_MS = 180_000


def test_that_half_the_batch_is_offered_before_an_earlier_epoch_where_there_is_a_run_to_go_on_with():
    words = "There is not enough memory for batches of 16 in epoch 2.\nOOM"
    event = Finished(status="failed", message=words, step=14, complete_epochs=1, seconds=1.0, smaller_batch=8)
    calls = []
    notice = end_notice(event, lambda: calls.append("restored"), lambda: calls.append("trained on"))
    assert (notice.action, notice.details) == ("Train on with batch 8", "OOM")
    notice.on_action()
    assert calls == ["trained on"]
    assert end_notice(event, lambda: None, None).action == "Restore epoch 1"


@pytest.mark.thorough
def test_that_a_click_goes_on_with_half_the_batch_which_becomes_the_settings(studio, qtbot, monkeypatch):
    import tensorflow as tf

    from vae_studio.training.engine import Engine

    def run(self, first_step, *arguments, whole=Engine.run):
        if self.batch_size == 16 and first_step >= 4:
            raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor")
        return whole(self, first_step, *arguments)

    monkeypatch.setattr(Engine, "run", run)
    notices, withdrawn = [], []
    studio.notice.connect(notices.append)
    studio.notice_withdrawn.connect(withdrawn.append)
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, Finished), timeout=TRAINING_MS
    ):
        studio.train()
    qtbot.waitUntil(lambda: studio.state is StudioState.IDLE, timeout=TRAINING_MS)
    folder, offer = studio.run.path, notices[-1]
    assert offer.level == "error"
    assert offer.text.startswith("Training stopped: There is not enough memory for batches of 16")
    assert "OOM when allocating" in offer.details
    assert offer.action == "Train on with batch 8"
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, Finished), timeout=TRAINING_MS
    ) as ended:
        offer.on_action()
    qtbot.waitUntil(lambda: studio.state is StudioState.IDLE, timeout=TRAINING_MS)
    assert ended.args[0].status == "completed"
    assert studio.run.path == folder
    assert studio.spec.training.batch_size == studio.run.spec.training.batch_size == 8
    changed = [notice for notice in notices if notice.text.startswith("The settings have changed")]
    assert all(notice in withdrawn for notice in changed)
