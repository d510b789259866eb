"""Plugins come and go while the program runs."""

import os
import subprocess
import sys

import pytest

from vae_studio.api import Kind, PluginError
from vae_studio.registry import PluginStatus, Registry


def of(registry, distribution):
    return [record for record in registry.records if record.distribution == distribution]


def test_that_an_installed_plugin_is_available_with_its_provenance(acme):
    acme.install_prior(version="1.2")
    registry = Registry()
    (record,) = of(registry, "acme-prior")
    assert (record.kind, record.name, record.version) == (Kind.PRIOR, "laplace", "1.2")
    assert record.entry_point == "acme_prior:PLUGIN"
    assert record.status is PluginStatus.AVAILABLE
    assert record.spec in registry.available(Kind.PRIOR)
    provenance = registry.provenance(Kind.PRIOR, "laplace")
    assert (provenance.distribution, provenance.version, provenance.name) == ("acme-prior", "1.2", "laplace")


def test_that_listing_plugins_leaves_tensorflow_and_qt_out_of_the_process():
    code = (
        "import sys; from vae_studio.registry import Registry; r = Registry(); r.rescan();"
        "print(len(r.records), *(m for m in ('tensorflow', 'tensorflow_probability', 'keras', 'PySide6')"
        " if m in sys.modules))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    count, *loaded = printed.split()
    assert int(count) > 0
    assert loaded == []


def test_that_a_distribution_installed_since_is_found_by_a_rescan(acme):
    registry = Registry()
    assert of(registry, "acme-prior") == []
    acme.install_prior()
    result = registry.rescan()
    assert [record.name for record in result.added] == ["laplace"]
    assert not result.removed
    assert not result.changed
    assert registry.get(Kind.PRIOR, "laplace").label == "Laplace"


def test_that_a_rescan_does_not_trust_the_time_stamp_of_a_folder(acme):
    registry = Registry()
    stamp = acme.folder.stat()
    acme.install_prior()
    # A file system with coarse times gives the folder the same one as before.
    os.utime(acme.folder, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert [record.distribution for record in registry.rescan().added] == ["acme-prior"]


def test_that_an_uninstalled_plugin_is_gone_after_a_rescan(acme):
    acme.install_prior()
    registry = Registry()
    registry.builder(Kind.PRIOR, "laplace")
    acme.uninstall("acme-prior")
    result = registry.rescan()
    assert [record.name for record in result.removed] == ["laplace"]
    assert of(registry, "acme-prior") == []
    assert "acme_prior" not in sys.modules
    assert "acme_prior.build" not in sys.modules
    with pytest.raises(PluginError, match="no prior named 'laplace'"):
        registry.get(Kind.PRIOR, "laplace")


def test_that_an_upgrade_loads_the_new_code(acme):
    acme.install_prior(version="1.0", label="Old", scale=1.0)
    registry = Registry()
    acme.uninstall("acme-prior")
    acme.install_prior(version="2.0", label="Newer", scale=2.5)
    result = registry.rescan()
    assert [record.version for record in result.changed] == ["2.0"]
    spec = registry.get(Kind.PRIOR, "laplace")
    assert spec.label == "Newer"
    assert spec.params().scale == 2.5


def test_that_an_edited_source_file_is_read_anew_by_a_rescan(acme):
    acme.install_prior(label="Before")
    registry = Registry()
    file = acme.folder / "acme_prior" / "__init__.py"
    file.write_text(file.read_text().replace("Before", "After the edit"))
    assert [record.spec.label for record in registry.rescan().changed] == ["After the edit"]


def test_that_an_edited_builder_is_used_after_a_rescan(acme):
    acme.install_prior()
    registry = Registry()
    assert registry.builder(Kind.PRIOR, "laplace")(None, None)[0] == "built"
    file = acme.folder / "acme_prior" / "build.py"
    file.write_text(file.read_text().replace('"built"', '"built differently"'))
    registry.rescan()
    assert registry.builder(Kind.PRIOR, "laplace")(None, None)[0] == "built differently"


def test_that_a_rescan_without_changes_keeps_every_record_and_module(acme):
    acme.install_prior()
    registry = Registry()
    before, module = registry.records, sys.modules["acme_prior"]
    assert not registry.rescan()
    assert all(new is old for new, old in zip(registry.records, before, strict=True))
    assert sys.modules["acme_prior"] is module


def test_that_an_editable_install_made_since_becomes_importable(acme, tmp_path):
    registry = Registry()
    project = tmp_path / "project"
    acme.install_prior()
    (acme.folder / "acme_prior").rename(project)
    (project / "acme_prior").mkdir()
    for file in list(project.glob("*.py")):
        file.rename(project / "acme_prior" / file.name)
    (acme.folder / "acme_prior.pth").write_text(f"{project}\n")
    (acme.folder / "acme_prior-1.0.dist-info" / "RECORD").write_text("acme_prior.pth,,\n")
    registry.rescan()
    assert registry.record(Kind.PRIOR, "laplace").status is PluginStatus.AVAILABLE


def test_that_extra_folders_are_searched(acme, monkeypatch):
    acme.install_prior()
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(acme.folder)])
    assert of(Registry(), "acme-prior") == []
    registry = Registry(path=[str(acme.folder)])
    assert registry.builder(Kind.PRIOR, "laplace")(1, 2) == ("built", 1, 2)


def test_that_of_two_installations_of_a_distribution_the_first_on_the_path_counts(acme, monkeypatch, tmp_path):
    acme.install_prior(version="1.0")
    older = type(acme)(tmp_path / "older")
    older.folder.mkdir()
    older.install_prior(version="0.9")
    monkeypatch.setattr(sys, "path", [*sys.path, str(older.folder)])
    assert [record.version for record in of(Registry(), "acme-prior")] == ["1.0"]


def test_that_metadata_which_cannot_be_read_leaves_the_other_plugins_alone(acme, caplog):
    acme.install_prior()
    damaged = acme.folder / "acme_damaged-1.0.dist-info"
    damaged.mkdir()
    (damaged / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-damaged\nVersion: 1.0\n")
    (damaged / "entry_points.txt").write_bytes(b"[vae_studio.priors]\n\xff\xfe = nonsense\n")
    assert len(of(Registry(), "acme-prior")) == 1
    assert "acme_damaged-1.0.dist-info" in caplog.text


def test_that_records_are_sorted_by_kind_with_built_ins_first(acme):
    acme.install_prior(distribution="acme-a", name="aaa")
    records = Registry().records
    assert [record.kind for record in records] == sorted((r.kind for r in records), key=list(Kind).index)
    priors = [record.distribution for record in records if record.kind is Kind.PRIOR]
    assert priors[0] == "vae-studio"
    assert priors[-1] == "acme-a"
