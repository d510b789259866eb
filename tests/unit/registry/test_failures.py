"""Whatever is wrong with a plugin becomes a record; nothing escapes, and the others stay usable."""

import sys

import pytest

from vae_studio.api import Kind, PluginError
from vae_studio.registry import PluginStatus, Registry

PRELUDE = "from vae_studio.api import Kind, Params, PluginSpec, parameter\nfrom typing import Any\n"
SPEC = (
    "PLUGIN = PluginSpec(kind=Kind.{kind}, name='{name}', label='L', summary='S', build='acme_broken:build',"
    " api_version={version})"
)


def spec(kind="PRIOR", name="broken", version=1):
    return PRELUDE + SPEC.format(kind=kind, name=name, version=version)


FAILURES = {
    "missing module": ("", "acme_absent:PLUGIN", "ModuleNotFoundError: No module named 'acme_absent'"),
    "missing object": ("", "acme_broken:PLUGIN", "has no attribute 'PLUGIN'"),
    "syntax": ("def (:", "acme_broken:PLUGIN", "SyntaxError"),
    "exception": (
        "raise ZeroDivisionError('first line\\nsecond')",
        "acme_broken:PLUGIN",
        "ZeroDivisionError: first line",
    ),
    "exit": ("import sys; sys.exit(3)", "acme_broken:PLUGIN", "SystemExit: 3"),
    "base exception": ("class Odd(BaseException): pass\nraise Odd('no')", "acme_broken:PLUGIN", "Odd: no"),
    "wrong object": ("PLUGIN = 42", "acme_broken:PLUGIN", "of type int, not a PluginSpec"),
    "module as object": ("", "acme_broken", "not of the form 'package.module:OBJECT'"),
    "wrong kind": (
        spec(kind="ENCODER"),
        "acme_broken:PLUGIN",
        "of kind encoder, but is registered in the group",
    ),
    "newer contract": (spec(version=2), "acme_broken:PLUGIN", "version 2 of the plugin contract"),
    "other name": (
        spec(name="other"),
        "acme_broken:PLUGIN",
        "calls itself 'other', but its entry point is named 'broken'",
    ),
    "invalid spec": (spec(name="Not An Identifier"), "acme_broken:PLUGIN", "not a lower-case identifier"),
    "parameters": (
        PRELUDE + "class P(Params):\n    thing: Any = parameter(1, 'x')\n"
        "PLUGIN = PluginSpec(kind=Kind.PRIOR, name='broken', label='L', summary='S', build='a:b',"
        " api_version=1, params=P)",
        "acme_broken:PLUGIN",
        "no form control",
    ),
}


@pytest.mark.parametrize(("source", "value", "reason"), FAILURES.values(), ids=FAILURES)
def test_that_a_failure_is_a_record_with_its_reason(acme, source, value, reason):
    acme.install_source(source, value)
    acme.install_prior()
    registry = Registry()
    record = registry.record(Kind.PRIOR, "broken")
    assert record.status is PluginStatus.BROKEN
    assert reason in record.error
    assert "\n" not in record.error
    assert registry.record(Kind.PRIOR, "laplace").status is PluginStatus.AVAILABLE
    with pytest.raises(PluginError, match=r"acme-broken 1\.0 is broken") as caught:
        registry.get(Kind.PRIOR, "broken")
    assert caught.value.details == record.details


def test_that_the_traceback_of_a_failed_import_is_kept(acme):
    acme.install_source("def helper():\n    return 1 / 0\nhelper()\n")
    details = Registry().record(Kind.PRIOR, "broken").details
    assert "acme_broken.py" in details
    assert "in helper" in details
    assert "ZeroDivisionError: division by zero" in details


def test_that_the_user_can_still_interrupt_a_plugin_that_loads(acme):
    acme.install_source("raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        Registry()


def test_that_what_a_plugin_prints_on_import_stays_off_standard_output(acme, capsys):
    acme.install_source("print('hello from a plugin')\n")
    Registry()
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "hello from a plugin" in printed.err


def test_that_a_mended_plugin_is_available_after_trying_again(acme):
    acme.install_source("raise RuntimeError('not yet')")
    registry = Registry()
    (acme.folder / "acme_broken.py").write_text(spec())
    assert registry.record(Kind.PRIOR, "broken").status is PluginStatus.BROKEN
    assert registry.retry(Kind.PRIOR, "broken").status is PluginStatus.AVAILABLE
    assert registry.get(Kind.PRIOR, "broken").label == "L"


def test_that_a_plugin_whose_missing_dependency_was_installed_is_available_after_a_rescan(acme):
    acme.install_source("import acme_dependency\n" + spec())
    registry = Registry()
    (acme.folder / "acme_dependency.py").write_text("")
    result = registry.rescan()
    assert [(r.name, r.status) for r in result.changed] == [("broken", PluginStatus.AVAILABLE)]


def test_that_trying_again_what_does_not_exist_says_so():
    with pytest.raises(PluginError, match="no KL strategy named 'absent'"):
        Registry().retry(Kind.KL_STRATEGY, "absent")


def test_that_trying_again_never_unloads_the_studio_itself(acme):
    acme.install_source("", value="vae_studio.api:Kind")
    studio = sys.modules["vae_studio.api"]
    registry = Registry()
    registry.retry(Kind.PRIOR, "broken")
    assert sys.modules["vae_studio.api"] is studio


def test_that_a_built_in_keeps_its_name(acme):
    acme.install_prior(name="standard_normal")
    registry = Registry()
    (duplicate,) = [r for r in registry.records if r.distribution == "acme-prior"]
    assert duplicate.status is PluginStatus.DUPLICATE
    assert "taken by the prior of vae-studio" in duplicate.error
    assert registry.provenance(Kind.PRIOR, "standard_normal").distribution == "vae-studio"


def test_that_a_broken_plugin_does_not_keep_a_sound_one_of_its_name_out(acme):
    acme.install_source("raise RuntimeError", name="laplace")
    acme.install_prior(name="laplace")
    registry = Registry()
    assert registry.provenance(Kind.PRIOR, "laplace").distribution == "acme-prior"
    assert registry.record(Kind.PRIOR, "laplace", "acme-broken").status is PluginStatus.BROKEN


def test_that_a_name_claimed_twice_goes_to_the_other_when_its_holder_is_removed(acme):
    acme.install_prior("acme-one", name="laplace")
    acme.install_prior("acme-two", name="laplace")
    registry = Registry()
    assert registry.provenance(Kind.PRIOR, "laplace").distribution == "acme-one"
    acme.uninstall("acme-one")
    registry.rescan()
    assert registry.provenance(Kind.PRIOR, "laplace").distribution == "acme-two"


def test_that_a_missing_plugin_of_a_run_names_the_distribution_to_install():
    with pytest.raises(PluginError) as caught:
        Registry().get(Kind.PRIOR, "vamp", distribution="acme-vamp")
    assert caught.value.remedy == "Install the distribution acme-vamp and rescan."


def test_that_an_unknown_name_is_answered_with_those_there_are(acme):
    acme.install_prior()
    with pytest.raises(PluginError) as caught:
        Registry().get(Kind.PRIOR, "laplas")
    assert "laplace" in caught.value.remedy


def test_that_a_traceback_begins_in_the_plugins_own_code(acme):
    acme.install_source("def helper():\n    return 1 / 0\nhelper()\n")
    lines = Registry().record(Kind.PRIOR, "broken").details.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert "acme_broken.py" in lines[1]
    assert not any("importlib" in line for line in lines)


def test_that_a_plugin_for_another_contract_still_says_what_it_is(acme):
    acme.install_source(spec(version=2))
    record = Registry().record(Kind.PRIOR, "broken")
    assert record.status is PluginStatus.BROKEN
    assert (record.spec.label, record.spec.api_version) == ("L", 2)


def test_that_every_attempt_has_a_time(acme):
    acme.install_source("raise RuntimeError")
    registry = Registry()
    first = registry.record(Kind.PRIOR, "broken")
    assert first.tried is not None
    assert first.seconds >= 0
    assert registry.retry(Kind.PRIOR, "broken").tried > first.tried
    registry.mark_broken(Kind.PRIOR, "gaussian", "it broke when it was built")
    assert registry.record(Kind.PRIOR, "gaussian").seconds is None
