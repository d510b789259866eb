"""Which runs were made with which plugins."""

from vae_studio.api import RunSpec
from vae_studio.runs.folder import RunFolder
from vae_studio.runs.manifest import Manifest, PluginSource
from vae_studio.runs.plugin_use import plugin_uses

CONV = PluginSource(distribution="vae-studio", version="0.1.0", name="conv")
VAMP = PluginSource(distribution="acme-vamp", version="1.2", name="vamp")


def make(workspace, name, created, plugins, epochs=0):
    manifest = Manifest(name=name, created=created, plugins=plugins, complete_epochs=epochs)
    RunFolder.create(workspace / name, manifest, RunSpec())


def test_that_runs_are_found_by_section_name_and_distribution_the_newest_first(tmp_path):
    make(tmp_path, "first", "2026-01-01T10:00:00+00:00", {"encoder": CONV, "prior": VAMP}, epochs=3)
    make(tmp_path, "second", "2026-01-02T10:00:00+00:00", {"encoder": CONV})
    uses = plugin_uses(tmp_path)
    assert [use.name for use in uses["encoder", "conv", "vae-studio"]] == ["second", "first"]
    (use,) = uses["prior", "vamp", "acme-vamp"]
    assert (use.folder, use.version, use.complete_epochs) == (tmp_path / "first", "1.2", 3)
    assert ("prior", "vamp", "vae-studio") not in uses


def test_that_damaged_and_hidden_runs_say_nothing(tmp_path):
    make(tmp_path, "sound", "2026-01-01T10:00:00+00:00", {"encoder": CONV})
    make(tmp_path, "damaged", "2026-01-01T10:00:00+00:00", {"encoder": CONV})
    make(tmp_path, ".trash", "2026-01-01T10:00:00+00:00", {"encoder": CONV})
    (tmp_path / "damaged" / "run.json").write_text("{")
    assert [use.name for use in plugin_uses(tmp_path)["encoder", "conv", "vae-studio"]] == ["sound"]


def test_that_a_workspace_that_does_not_exist_has_no_uses(tmp_path):
    assert plugin_uses(tmp_path / "absent") == {}
