"""The studio without widgets: settings, training, runs, all with the real core."""

import pytest
from PySide6.QtCore import QThread

from vae_studio.api import DataSpec, Kind, OutputError
from vae_studio.gui.live_mode import LiveMode
from vae_studio.gui.studio_state import StudioState
from vae_studio.training.events import EpochMetrics, Finished, StepMetrics

TRAINING_MS = 180_000
LONG = 100_000


def wait_until_idle(studio, qtbot):
    qtbot.waitUntil(lambda: studio.state is StudioState.IDLE, timeout=TRAINING_MS)


def train(studio, qtbot):
    """Train to the end and return the events."""
    events = []
    studio.training_event.connect(events.append)
    studio.train()
    qtbot.waitUntil(lambda: bool(events) and isinstance(events[-1], Finished), timeout=TRAINING_MS)
    wait_until_idle(studio, qtbot)
    studio.training_event.disconnect(events.append)
    return events


def train_until_first_step(studio, qtbot):
    """Begin a run that would take for ever, and return once it is under way."""
    studio.set_section("training", epochs=LONG)
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, StepMetrics), timeout=TRAINING_MS
    ):
        studio.train()


def test_that_nothing_can_be_trained_before_the_dataset_is_read(quiet_studio):
    assert quiet_studio.can_train() == (False, "No dataset is loaded.")


def test_that_a_refused_value_is_a_problem_until_it_is_mended(quiet_studio, qtbot):
    with qtbot.waitSignal(quiet_studio.spec_problem) as caught:
        assert not quiet_studio.set_section("training", learning_rate=-1.0)
    assert caught.args[0].key == "training.learning_rate"
    assert quiet_studio.spec.training.learning_rate == 0.001
    assert "learning_rate" in quiet_studio.can_train()[1]
    quiet_studio.set_section("training", learning_rate=0.01)
    assert quiet_studio.problem is None


def test_that_a_mended_value_leaves_another_refusal_standing(quiet_studio):
    quiet_studio.set_section("training", learning_rate=-1.0)
    quiet_studio.set_section("training", batch_size=0)
    quiet_studio.set_section("training", batch_size=8)
    assert quiet_studio.problem.key == "training.learning_rate"


def test_that_another_plugin_starts_from_its_defaults_and_keeps_the_latent_size(quiet_studio):
    quiet_studio.set_latent_size(5)
    quiet_studio.set_parameters(Kind.ENCODER, {"units": (7,)})
    quiet_studio.choose_plugin(Kind.ENCODER, "conv")
    assert quiet_studio.spec.encoder.plugin == "conv"
    assert quiet_studio.spec.encoder.params == {}
    assert quiet_studio.spec.encoder.latent_size == 5


def test_that_a_parameter_that_the_plugin_refuses_is_a_problem(quiet_studio):
    quiet_studio.choose_plugin(Kind.KL_STRATEGY, "monte_carlo")
    quiet_studio.set_parameters(Kind.KL_STRATEGY, {"samples": 0})
    assert quiet_studio.problem.key == "kl.samples"


def test_that_a_dataset_that_cannot_be_read_leaves_the_one_before(studio, qtbot, tmp_path):
    before = studio.dataset
    with qtbot.waitSignal(studio.dataset_failed) as caught:
        studio.load_dataset(DataSpec(source=str(tmp_path / "nowhere.npy")))
    assert "nowhere.npy" in str(caught.args[0])
    assert studio.dataset is before
    assert studio.can_train()[0]


def test_that_of_two_datasets_asked_for_the_second_wins(studio, qtbot, blobs):
    wanted = studio.spec.data.model_copy(update={"invert": True})
    with qtbot.waitSignal(studio.dataset_changed):
        studio.load_dataset(DataSpec(source="digits"))
        studio.load_dataset(wanted)
    assert studio.spec.data == wanted
    assert studio.dataset.data_shape == (8, 8, 1)


def test_that_the_model_is_described_on_the_core_thread(studio, qtbot):
    qtbot.waitUntil(lambda: studio.description is not None, timeout=TRAINING_MS)
    assert studio.description.latent_size == 2
    with qtbot.waitSignal(
        studio.description_changed, check_params_cb=lambda found: found is not None, timeout=TRAINING_MS
    ) as caught:
        studio.set_latent_size(3)
    assert caught.args[0].latent_size == 3


def test_that_a_run_is_trained_shown_and_kept(studio, qtbot):
    here, threads, grids = QThread.currentThread(), [], []
    studio.grid_changed.connect(lambda grid, epoch, live: grids.append((grid.images.shape, epoch, live)))
    for signal in (studio.training_event, studio.grid_changed):
        signal.connect(lambda *_: threads.append(QThread.currentThread()))
    events = train(studio, qtbot)
    assert all(thread is here for thread in threads)
    assert events[-1].status == "completed"
    assert [event.epoch for event in events if isinstance(event, EpochMetrics)] == [1, 2]
    assert studio.run.complete_epochs == 2
    assert (studio.run.path / "spec.toml").is_file()
    qtbot.waitUntil(lambda: bool(grids) and grids[-1][1:] == (2, False), timeout=TRAINING_MS)
    assert grids[-1][0] == (20, 20, 8, 8, 1)
    assert not studio.locked
    assert not studio.can_continue()

    notices, withdrawn = [], []
    studio.notice.connect(notices.append)
    studio.notice_withdrawn.connect(withdrawn.append)
    studio.set_section("training", epochs=3)
    assert studio.can_continue()
    studio.set_section("training", batch_size=8)
    assert not studio.can_continue()
    assert [notice.action for notice in notices] == ["Undo changes"]
    notices[0].on_action()
    assert studio.spec.training.batch_size == 16
    assert withdrawn == notices


def test_that_training_pauses_stops_and_goes_on_to_the_last_epoch(studio, qtbot):
    train_until_first_step(studio, qtbot)
    assert studio.locked
    studio.pause()
    qtbot.waitUntil(lambda: studio.state is StudioState.PAUSED, timeout=TRAINING_MS)
    studio.resume()
    qtbot.waitUntil(lambda: studio.state is StudioState.TRAINING, timeout=TRAINING_MS)
    studio.stop()
    assert studio.state is StudioState.STOPPING
    wait_until_idle(studio, qtbot)
    done = studio.run.complete_epochs
    folder = studio.run.path

    studio.set_section("training", epochs=done + 2)
    assert studio.can_continue()
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, Finished), timeout=TRAINING_MS
    ) as caught:
        studio.continue_run()
    assert caught.args[0].status == "completed"
    assert studio.run.path == folder
    assert studio.run.complete_epochs == done + 2


def test_that_other_work_is_done_while_training_and_while_paused(studio, qtbot):
    studio.set_live_mode(LiveMode.OFF)
    train_until_first_step(studio, qtbot)
    for pause in (False, True):
        if pause:
            studio.pause()
            qtbot.waitUntil(lambda: studio.state is StudioState.PAUSED, timeout=TRAINING_MS)
        tiles = 3 + pause
        request = type(studio.grid_request)(rows=tiles, columns=tiles)
        with qtbot.waitSignal(
            studio.grid_changed,
            check_params_cb=lambda grid, *_, wanted=request: grid.request == wanted,
            timeout=TRAINING_MS,
        ):
            studio.request_grid(request)
    studio.stop()
    wait_until_idle(studio, qtbot)


def test_that_a_run_that_cannot_begin_is_told_and_leaves_the_studio_idle(studio, qtbot, monkeypatch):
    def refuse(*args, **kwargs):
        raise OutputError("The folder is read-only.", "Choose another.")

    monkeypatch.setattr(studio.session, "begin", refuse)
    with qtbot.waitSignal(studio.notice, timeout=TRAINING_MS) as caught:
        studio.train()
    assert caught.args[0].text == "The folder is read-only. Choose another."
    assert caught.args[0].level == "error"
    wait_until_idle(studio, qtbot)


def test_that_a_bug_in_a_job_is_a_notice_with_its_traceback(studio, qtbot, monkeypatch):
    monkeypatch.setattr(studio.session, "begin", lambda *args, **options: 1 / 0)
    with qtbot.waitSignal(studio.notice, timeout=TRAINING_MS) as caught:
        studio.train()
    assert "ZeroDivisionError" in caught.args[0].text
    assert "Traceback" in caught.args[0].details


def test_that_an_error_in_a_live_picture_does_not_end_the_training(studio, qtbot, monkeypatch):
    monkeypatch.setattr("vae_studio.session.run.Run.latent_grid", lambda *args: 1 / 0)
    with qtbot.waitSignal(
        studio.notice, check_params_cb=lambda notice: "ZeroDivisionError" in notice.text, timeout=TRAINING_MS
    ):
        train_until_first_step(studio, qtbot)
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, Finished), timeout=TRAINING_MS
    ) as caught:
        studio.stop()
    assert caught.args[0].status == "stopped"
    wait_until_idle(studio, qtbot)


def test_that_shutting_down_while_training_keeps_the_run(session, blob_spec, qtbot):
    from vae_studio.gui.studio import Studio

    studio = Studio(session, blob_spec)
    with qtbot.waitSignals([studio.hardware_changed, studio.dataset_changed], timeout=TRAINING_MS):
        studio.start()
    train_until_first_step(studio, qtbot)
    folder = studio.run.path
    with qtbot.waitSignal(studio.closed, timeout=TRAINING_MS):
        studio.shutdown()
    assert session.can_resume(folder)


def test_that_an_opened_run_brings_its_settings_and_its_dataset(studio_with_run, tiny_run, qtbot):
    studio = studio_with_run
    assert studio.run_name == tiny_run.name
    assert studio.spec == tiny_run.spec
    assert studio.dataset.data_shape == (28, 28, 1)
    assert studio.shown_grid.epoch == 2


def test_that_a_folder_that_is_no_run_is_told(studio, qtbot, tmp_path):
    notices, withdrawn = [], []
    studio.notice.connect(notices.append)
    studio.notice_withdrawn.connect(withdrawn.append)
    studio.open_run(tmp_path)
    qtbot.waitUntil(lambda: len(notices) == 2, timeout=TRAINING_MS)
    assert [notice.level for notice in notices] == ["info", "error"]
    assert withdrawn == notices[:1]  # that it is being opened is said no longer
    assert studio.run is None


@pytest.mark.parametrize("ending", [".png", ".npz"])
def test_that_the_grid_on_screen_is_saved(studio_with_run, qtbot, tmp_path, ending):
    path = tmp_path / f"grid{ending}"
    with qtbot.waitSignal(studio_with_run.notice) as caught:
        studio_with_run.outputs.save_grid(path, scale=2)
    assert caught.args[0].text == f"Saved {path}"
    assert path.is_file()


def test_that_a_grid_that_cannot_be_saved_is_told_and_leaves_nothing_behind(studio_with_run, qtbot, tmp_path):
    with qtbot.waitSignal(studio_with_run.notice) as caught:
        studio_with_run.outputs.save_grid(tmp_path / "missing" / "grid.png")
    assert caught.args[0].level == "error"
    assert list(tmp_path.iterdir()) == []


def test_that_a_run_opened_just_before_training_does_not_take_its_place(studio, tiny_run, qtbot):
    shown = []
    studio.run_changed.connect(lambda run: shown.append(run.name))
    studio.open_run(tiny_run.path)
    train_until_first_step(studio, qtbot)
    assert tiny_run.name not in shown
    with qtbot.waitSignal(studio.notice) as caught:
        studio.open_run(tiny_run.path)
    assert "Training is under way" in caught.args[0].text
    studio.stop()
    wait_until_idle(studio, qtbot)
    assert studio.run.name == shown[-1] != tiny_run.name
