"""A new plugin of each kind builds, is found by a rescan, keeps the contract and passes its own tests."""

import importlib.util
import sys

import pytest

from vae_studio.api import Kind
from vae_studio.registry import PluginStatus, Registry
from vae_studio.scaffold import Draft, write_plugin
from vae_studio.testing import cases, check_plugin


@pytest.fixture
def few_models(monkeypatch):
    """An image and a table, of one latent size: the contract's checks trace a graph for each."""
    monkeypatch.setattr(cases, "SHAPES", ((8, 8, 1), (12,)))
    monkeypatch.setattr(cases, "LATENT_SIZES", (2,))


ALWAYS = Kind.PRIOR
OTHERS = [pytest.param(kind, marks=pytest.mark.thorough) for kind in Kind if kind is not ALWAYS]


@pytest.fixture(params=[ALWAYS, *OTHERS], ids=lambda kind: kind.value)
def scaffold(request, tmp_path):
    """Return a new plugin's files, and take its modules out of the process in the end."""
    made = write_plugin(Draft(request.param, "brand_new"), tmp_path / "projects")
    yield made
    for module in [name for name in sys.modules if name.partition(".")[0] == made.draft.package]:
        del sys.modules[module]


def run_own_tests(file):
    """Run the tests of a plugin's own that are not the conformance checks."""
    spec = importlib.util.spec_from_file_location("own_tests", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    tests = [value for name, value in vars(module).items() if name.startswith("test_")]
    own = [test for test in tests if test.__name__ != "test_that_the_plugin_keeps_its_contract"]
    assert (len(tests), len(own)) == (2, 1)
    (mark,) = own[0].pytestmark
    for values in mark.args[1]:
        own[0](*(values if isinstance(values, tuple) else (values,)))


def test_that_a_new_plugin_works_from_the_first_minute(
    scaffold, site_packages, build_wheel, tmp_path, few_models
):
    draft = scaffold.draft
    registry = Registry()
    (tmp_path / "wheels").mkdir()
    site_packages.install(build_wheel(scaffold.folder, tmp_path / "wheels"))
    (record,) = registry.rescan().added
    assert record.key == (draft.kind, "brand_new", draft.distribution)
    assert record.status is PluginStatus.AVAILABLE
    assert check_plugin(record.spec) == []
    run_own_tests(scaffold.folder / "tests" / "test_brand_new.py")
