"""What the user disabled or preferred holds over restarts, and in every program."""

import errno
import sys

import pytest

from vae_studio.api import Kind, OutputError, PluginError
from vae_studio.registry import PluginStatus, Registry
from vae_studio.registry.settings import default_settings_file

LAPLACE = (Kind.PRIOR, "laplace", "acme-prior")


@pytest.fixture
def settings(tmp_path):
    """The file of choices; it does not exist yet, nor does its folder."""
    return tmp_path / "config" / "plugins.toml"


def status(registry, key):
    return registry.record(*key).status


def test_that_a_disabled_plugin_is_listed_but_not_imported_at_the_next_start(acme, settings):
    acme.install_source("raise RuntimeError('must not run')")
    registry = Registry(settings)
    registry.set_enabled(Kind.PRIOR, "broken", enabled=False)
    sys.modules.pop("acme_broken", None)
    again = Registry(settings)
    record = again.record(Kind.PRIOR, "broken")
    assert (record.status, record.spec, record.details) == (PluginStatus.DISABLED, None, "")
    assert "acme_broken" not in sys.modules
    with pytest.raises(PluginError, match="is disabled"):
        again.get(Kind.PRIOR, "broken")


def test_that_disabling_leaves_the_other_records_as_they_are(acme, settings):
    acme.install_prior()
    registry = Registry(settings)
    before = {record.key: record for record in registry.records}
    assert registry.set_enabled(*LAPLACE, enabled=False).status is PluginStatus.DISABLED
    assert all(before[r.key] is r for r in registry.records if r.key != LAPLACE)
    assert not registry.rescan()


def test_that_an_enabled_plugin_can_be_used_at_once_and_at_the_next_start(acme, settings):
    acme.install_prior()
    Registry(settings).set_enabled(*LAPLACE, enabled=False)
    registry = Registry(settings)
    assert registry.set_enabled(*LAPLACE, enabled=True).status is PluginStatus.AVAILABLE
    assert registry.get(Kind.PRIOR, "laplace").label == "Laplace"
    assert status(Registry(settings), LAPLACE) is PluginStatus.AVAILABLE


def test_that_the_source_of_a_plugin_enabled_again_is_still_watched(acme, settings):
    acme.install_prior(label="Before")
    Registry(settings).set_enabled(*LAPLACE, enabled=False)
    registry = Registry(settings)
    registry.set_enabled(*LAPLACE, enabled=True)
    assert not registry.rescan()
    file = acme.folder / "acme_prior" / "__init__.py"
    file.write_text(file.read_text().replace("Before", "After the edit"))
    assert [record.spec.label for record in registry.rescan().changed] == ["After the edit"]


def test_that_a_rescan_follows_what_another_program_disabled(acme, settings):
    acme.install_prior()
    registry = Registry(settings)
    Registry(settings).set_enabled(*LAPLACE, enabled=False)
    assert status(registry, LAPLACE) is PluginStatus.AVAILABLE
    assert [record.key for record in registry.rescan().changed] == [LAPLACE]
    assert status(registry, LAPLACE) is PluginStatus.DISABLED


def test_that_two_programs_do_not_undo_each_others_choices(acme, settings):
    acme.install_prior("acme-one", name="one")
    acme.install_prior("acme-two", name="two")
    first, second = Registry(settings), Registry(settings)
    first.set_enabled(Kind.PRIOR, "one", enabled=False)
    second.set_enabled(Kind.PRIOR, "two", enabled=False)
    disabled = {r.name for r in Registry(settings).records if r.status is PluginStatus.DISABLED}
    assert disabled == {"one", "two"}


def test_that_a_name_claimed_twice_goes_to_the_one_that_is_preferred(acme, settings):
    acme.install_prior(name="standard_normal")
    registry = Registry(settings)
    other = (Kind.PRIOR, "standard_normal", "acme-prior")
    assert status(registry, other) is PluginStatus.DUPLICATE
    assert registry.prefer(*other).status is PluginStatus.AVAILABLE
    built_in = registry.record(Kind.PRIOR, "standard_normal", "vae-studio")
    assert built_in.status is PluginStatus.DUPLICATE
    assert "was given to the prior of acme-prior" in built_in.error
    later = Registry(settings)
    assert later.provenance(Kind.PRIOR, "standard_normal").distribution == "acme-prior"
    later.prefer(Kind.PRIOR, "standard_normal", "vae-studio")
    assert Registry(settings).provenance(Kind.PRIOR, "standard_normal").distribution == "vae-studio"


def test_that_a_preferred_plugin_that_breaks_gives_the_name_back(acme, settings):
    acme.install_prior(name="standard_normal")
    registry = Registry(settings)
    registry.prefer(Kind.PRIOR, "standard_normal", "acme-prior")
    registry.mark_broken(Kind.PRIOR, "standard_normal", "it broke")
    assert registry.record(Kind.PRIOR, "standard_normal", "acme-prior").status is PluginStatus.BROKEN
    assert registry.provenance(Kind.PRIOR, "standard_normal").distribution == "vae-studio"


def test_that_a_disabled_built_in_leaves_its_name_to_others(acme, settings):
    acme.install_prior(name="standard_normal")
    registry = Registry(settings)
    registry.set_enabled(Kind.PRIOR, "standard_normal", "vae-studio", enabled=False)
    assert registry.provenance(Kind.PRIOR, "standard_normal").distribution == "acme-prior"


def test_that_a_broken_plugin_cannot_be_preferred(acme, settings):
    acme.install_source("raise RuntimeError")
    with pytest.raises(PluginError, match="is broken"):
        Registry(settings).prefer(Kind.PRIOR, "broken", "acme-broken")
    assert not settings.exists()


DAMAGED = {
    "no TOML": ("disabled = [", "plugins.toml cannot be read"),
    "unknown kind": ('[[disabled]]\nkind = "spam"\nname = "a"\ndistribution = "b"\n', "disabled.0.kind"),
    "missing name": ('[[preferred]]\nkind = "prior"\ndistribution = "b"\n', "preferred.0.name"),
}


@pytest.mark.parametrize(("text", "reason"), DAMAGED.values(), ids=DAMAGED)
def test_that_a_damaged_file_disables_nothing_is_told_of_and_is_not_overwritten(settings, text, reason, caplog):
    settings.parent.mkdir()
    settings.write_text(text)
    registry = Registry(settings)
    assert reason in registry.settings_problem
    assert all(record.status is not PluginStatus.DISABLED for record in registry.records)
    with pytest.raises(PluginError, match="Mend or delete the file"):
        registry.set_enabled(Kind.PRIOR, "gaussian", enabled=False)
    assert settings.read_text() == text
    settings.unlink()
    registry.rescan()
    assert registry.settings_problem == ""


def test_that_choices_that_cannot_be_written_are_told_of_and_nothing_changes(settings, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    registry = Registry(settings)
    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(OutputError, match="No space left"):
        registry.set_enabled(Kind.PRIOR, "gaussian", enabled=False)
    assert registry.record(Kind.PRIOR, "gaussian").status is PluginStatus.AVAILABLE


def test_that_the_file_is_in_the_folder_that_the_environment_names(tmp_path, monkeypatch):
    monkeypatch.setenv("VAE_STUDIO_CONFIG", str(tmp_path))
    Registry().set_enabled(Kind.PRIOR, "gaussian", enabled=False)
    assert default_settings_file() == tmp_path / "plugins.toml"
    assert 'name = "gaussian"' in (tmp_path / "plugins.toml").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["plugins.toml"]
