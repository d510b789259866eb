"""Builders are imported on first use, and parameters are validated without them."""

import sys
import threading

import pytest

from vae_studio.api import Kind, PluginChoice, PluginError, SpecError
from vae_studio.registry import PluginStatus, Registry


def choice(**params):
    return PluginChoice(plugin="laplace", params=params)


def test_that_a_builder_is_imported_on_first_use_only(acme):
    acme.install_prior()
    registry = Registry()
    assert "acme_prior.build" not in sys.modules
    assert registry.builder(Kind.PRIOR, "laplace")("params", "context") == ("built", "params", "context")
    assert "acme_prior.build" in sys.modules


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import acme_absent", "No module named 'acme_absent'"),
        ("raise SystemExit", "tried to end the program"),
        ("", "has no attribute 'build'"),
        ("build = 3", "of type int, not a function"),
    ],
)
def test_that_a_builder_that_cannot_be_imported_marks_its_plugin_broken(acme, source, reason):
    acme.install_prior()
    (acme.folder / "acme_prior" / "build.py").write_text(source)
    registry = Registry()
    with pytest.raises(PluginError, match="prior 'laplace' cannot be built") as caught:
        registry.builder(Kind.PRIOR, "laplace")
    assert reason in caught.value.message
    record = registry.record(Kind.PRIOR, "laplace")
    assert record.status is PluginStatus.BROKEN
    assert reason in record.error
    assert registry.available(Kind.PRIOR) == tuple(
        r.spec for r in registry.records if r.kind is Kind.PRIOR and r.status is PluginStatus.AVAILABLE
    )
    assert record.spec not in registry.available(Kind.PRIOR)


def test_that_a_plugin_marked_broken_gets_another_chance_by_a_retry(acme):
    acme.install_prior()
    registry = Registry()
    registry.mark_broken(Kind.PRIOR, "laplace", "wrong shape [3]", "trace")
    record = registry.record(Kind.PRIOR, "laplace")
    assert (record.status, record.error, record.details) == (PluginStatus.BROKEN, "wrong shape [3]", "trace")
    assert registry.retry(Kind.PRIOR, "laplace").status is PluginStatus.AVAILABLE


def test_that_trying_one_plugin_again_leaves_the_verdict_on_another(acme):
    acme.install_prior("acme-one", name="one")
    acme.install_prior("acme-two", name="two")
    registry = Registry()
    registry.mark_broken(Kind.PRIOR, "one", "wrong shape")
    registry.retry(Kind.PRIOR, "two")
    assert registry.record(Kind.PRIOR, "one").status is PluginStatus.BROKEN


def test_that_defaults_are_filled_in_and_values_converted(acme):
    acme.install_prior()
    params = Registry().validate(Kind.PRIOR, choice(scale=2))
    assert params.scale == 2.0
    assert type(params.scale) is float
    assert params.rank == 1


@pytest.mark.parametrize(
    ("params", "key", "text"),
    [
        ({"scale": 0}, "prior.scale", "must be a number, above 0 and at most 10, not 0."),
        ({"scale": "wide"}, "prior.scale", "must be a number, above 0 and at most 10, not 'wide'."),
        ({"scale": float("nan")}, "prior.scale", "not nan"),
        ({"rank": 9}, "prior.rank", "must be a whole number, at least 1 and at most 8 px, not 9."),
        ({"rank": 1.5}, "prior.rank", "must be a whole number"),
        ({"scael": 1.0}, "prior.scael", "Did you mean prior.scale?"),
        ({"unheard_of": 1.0}, "prior.unheard_of", "Known here: rank, scale."),
    ],
)
def test_that_a_refused_value_names_its_key_and_its_bounds_in_one_line(acme, params, key, text):
    acme.install_prior()
    with pytest.raises(SpecError) as caught:
        Registry().validate(Kind.PRIOR, choice(**params))
    assert caught.value.key == key
    assert text in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_an_infinite_value_is_refused_where_no_bound_does_it(acme):
    acme.install_source(
        "from vae_studio.api import Kind, Params, PluginSpec, parameter\n"
        "class P(Params):\n    shift: float = parameter(0.0, 'Shift.')\n"
        "PLUGIN = PluginSpec(kind=Kind.PRIOR, name='shifted', label='L', summary='S', build='a:b',"
        " api_version=1, params=P)",
        name="shifted",
    )
    with pytest.raises(SpecError, match=r"prior\.shift: must be a finite number, not inf"):
        Registry().validate(Kind.PRIOR, PluginChoice(plugin="shifted", params={"shift": float("inf")}))


def test_that_readers_never_see_a_registry_in_the_middle_of_a_rescan(acme):
    acme.install_prior("acme-one", name="one")
    registry = Registry()
    complete = {len(registry.records), len(registry.records) + 1}
    seen, finished = set(), threading.Event()

    def read():
        while not finished.wait(0.0005):
            seen.add(len(registry.records))
            registry.get(Kind.PRIOR, "one")

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(3):
            acme.install_prior("acme-two", name="two")
            registry.rescan()
            acme.uninstall("acme-two")
            registry.rescan()
    finally:
        finished.set()
        reader.join()
    assert seen <= complete
