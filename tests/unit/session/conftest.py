"""Training jobs that are watched."""

import numpy as np
import pytest

from vae_studio.training.events import Finished

MEASURED = ("seconds", "images_per_second")


def watched(job, control=None, react=lambda event: None):
    """Execute a job and return its events, after letting `react` see each of them."""
    events = []

    def emit(event):
        events.append(event)
        react(event)

    job.execute(emit, control)
    return events


def of_type(events, *types):
    return [event for event in events if event.type in types]


def without_times(records):
    return [{key: value for key, value in record.items() if key not in MEASURED} for record in records]


class Watch:
    """The helpers of this folder, in one hand."""

    execute = staticmethod(watched)
    of_type = staticmethod(of_type)

    @staticmethod
    def finished(events) -> Finished:
        """Return the last event, which must be the only one of its kind."""
        assert [event.type for event in events].count("finished") == 1
        assert events[-1].type == "finished"
        return events[-1]

    @staticmethod
    def assert_same_run(one, other):
        """Compare history, weights and final figures of two runs bit for bit, whatever time they took."""
        assert without_times(one.history) == without_times(other.history)
        assert one.folder.manifest.final == other.folder.manifest.final
        assert one.folder.manifest.step == other.folder.manifest.step
        weights = other.model.named_weights()
        for name, weight in one.model.named_weights().items():
            np.testing.assert_array_equal(weight, weights[name], name)


@pytest.fixture(scope="session")
def watch():
    return Watch()


@pytest.fixture
def short_calls(monkeypatch):
    """Make every compiled call a single step, so that a run can be stopped at any of them."""
    from vae_studio.training.engine import Engine

    monkeypatch.setattr(Engine, "seconds_per_call", 0.0)


@pytest.fixture(scope="session")
def complete(session, small_spec, small_dataset, watch):
    """A run of the small spec that nobody disturbed, and its events."""
    job = session.begin(small_spec, small_dataset)
    events = watch.execute(job)
    return job.run, events
