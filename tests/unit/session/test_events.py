"""What a run that nobody disturbs tells the world, and what it leaves on disk."""

import json

import pytest


@pytest.fixture(scope="module")
def events(complete):
    return complete[1]


@pytest.fixture(scope="module")
def run(complete):
    return complete[0]


def test_that_exactly_one_finished_is_the_last_event(events, watch):
    finished = watch.finished(events)
    assert (finished.status, finished.message) == ("completed", "")
    assert (finished.step, finished.complete_epochs) == (36, 3)
    assert finished.images_per_second > 0


def test_that_the_start_says_what_is_to_come(events, watch, run):
    (started,) = watch.of_type(events, "started")
    assert (started.epochs, started.steps_per_epoch, started.step) == (3, 12, 0)
    assert started.parameters == run.parameters
    assert started.run == str(run.path)


def test_that_phases_come_in_their_order(events, watch):
    phases = [event.phase for event in watch.of_type(events, "phase")]
    first_measurement = ["evaluating", "training"]
    assert phases == ["reading", "compiling", "training", *first_measurement, "evaluating"]
    assert all(event.detail for event in watch.of_type(events, "phase") if event.phase != "training")


def test_that_every_epoch_tells_its_figures_and_is_saved(events, watch, run):
    epochs = watch.of_type(events, "epoch")
    assert [(event.epoch, event.step) for event in epochs] == [(1, 12), (2, 24), (3, 36)]
    assert [event.step for event in watch.of_type(events, "checkpoint")] == [12, 24, 36]
    assert [event.model_dump(mode="json") for event in epochs] == run.history
    for event in epochs:
        for figures in (event.train, event.validation):
            assert figures.negative_elbo == figures.reconstruction + figures.kl
            assert sum(figures.kl_per_dimension) == pytest.approx(figures.kl, rel=1e-5)
        assert event.objective == pytest.approx(event.train.negative_elbo, rel=1e-5)
        assert (event.beta, event.learning_rate) == (1.0, 0.001)
        assert sum(event.active_dimensions) == event.active_units
    assert epochs[-1].train.negative_elbo < epochs[0].train.negative_elbo


def test_that_steps_are_counted_within_their_epoch(events, watch):
    steps = watch.of_type(events, "step")
    assert [event.step for event in steps] == sorted({event.step for event in steps})
    for event in steps:
        assert event.step == (event.epoch - 1) * 12 + event.epoch_step
        assert 1 <= event.epoch_step <= 12


def test_that_the_time_left_grows_shorter_and_counts_what_comes_after_the_last_step(events, watch):
    left = [event.seconds_left for event in watch.of_type(events, "step")]
    assert left[0] is None
    assert left[-1] > 0


def test_that_the_last_step_of_an_epoch_has_the_figures_of_the_epoch(events, watch):
    ends = {event.epoch: event for event in watch.of_type(events, "step") if event.epoch_step == 12}
    for epoch in watch.of_type(events, "epoch"):
        assert ends[epoch.epoch].figures == epoch.train


def test_that_the_manifest_says_where_the_run_stands_and_where_its_parts_come_from(run, watch, events):
    manifest = json.loads((run.path / "run.json").read_text())
    assert (manifest["status"], manifest["step"], manifest["complete_epochs"]) == ("completed", 36, 3)
    finished = watch.finished(events)
    for split in ("train", "validation", "test"):
        assert manifest["final"][split] == getattr(finished, split).model_dump(mode="json")
    assert manifest["plugins"]["encoder"]["distribution"] == "vae-studio"
    assert manifest["dataset"]["counts"] == {"train": 194, "validation": 22, "test": 24}
    assert {"python", "tensorflow", "numpy"} <= manifest["versions"].keys()


def test_that_nothing_temporary_is_left(run):
    names = {path.name for path in run.path.iterdir()}
    folders = {"checkpoints", "epochs", "pictures", "tensorboard"}
    assert names == {"run.json", "spec.toml", "metrics.jsonl", ".lock"} | folders


def test_that_a_run_is_written_only_when_it_is_executed(session, small_spec, small_dataset, tmp_path):
    job = session.begin(small_spec, small_dataset, folder=tmp_path / "later")
    assert job.run.folder is None
    assert job.run.history == []
    assert not list(tmp_path.iterdir())
