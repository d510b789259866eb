"""Training jobs that are watched, and plugins of strangers."""

import sys
import textwrap

import numpy as np
import pytest

from vae_studio.registry.registry import Registry
from vae_studio.session import Session
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
    from vae_studio.training import pace

    monkeypatch.setattr(pace, "SECONDS_PER_CALL", 0.0)


@pytest.fixture(scope="session")
def complete(session, small_spec, small_dataset, watch):
    """A run of the small spec that nobody disturbed, and its events."""
    job = session.begin(small_spec, small_dataset)
    events = watch.execute(job)
    return job.run, events


@pytest.fixture
def stranger(tmp_path, workspace, monkeypatch):
    """Return a function that installs a plugin with a given builder, and gives a session that knows it."""
    site = tmp_path / "site"
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def install(kind, builder, **spec):
        package = site / "acme_parts"
        package.mkdir(parents=True)
        words = ", ".join(f"{key}={value}" for key, value in spec.items())
        (package / "__init__.py").write_text(
            "from vae_studio.api import *\n"
            f"PLUGIN = PluginSpec(kind=Kind.{kind}, name='acme', label='Acme', summary='Acme.', {words}"
            f"{', ' if words else ''}build='acme_parts.build:build', api_version=API_VERSION)\n"
        )
        (package / "build.py").write_text(textwrap.dedent(builder))
        info = site / "acme_parts-2.1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-parts\nVersion: 2.1\n")
        group = {"PRIOR": "priors", "KL_STRATEGY": "kl_strategies", "ENCODER": "encoders"}[kind]
        (info / "entry_points.txt").write_text(f"[vae_studio.{group}]\nacme = acme_parts:PLUGIN\n")
        return Session(Registry(path=[str(site)]), workspace)

    yield install
    for module in [name for name in sys.modules if name.startswith("acme_parts")]:
        del sys.modules[module]
