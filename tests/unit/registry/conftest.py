"""Distributions made on the spot: folders that look to Python as if they had been installed."""

import shutil
import sys
import textwrap
from pathlib import Path

import pytest

SPEC = """
    from vae_studio.api import API_VERSION, Kind, Params, PluginSpec, parameter

    class LaplaceParams(Params):
        scale: float = parameter({scale}, "Scale.", above=0.0, maximum=10.0)
        rank: int = parameter(1, "Rank.", minimum=1, maximum=8, unit="px")

    PLUGIN = PluginSpec(
        kind=Kind.PRIOR, name={name!r}, label={label!r}, summary="A prior.", params=LaplaceParams,
        build="{package}.build:build", api_version=API_VERSION,
    )
"""
BUILDER = """
    def build(params, context):
        return "built", params, context
"""


class Site:
    """A folder on the path into which distributions are put and from which they are taken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, name, modules, entry_points, version="1.0"):
        package = name.replace("-", "_")
        for path, source in modules.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(source))
        info = self.folder / f"{package}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        lines = []
        for group, names in entry_points.items():
            lines += [f"[{group}]", *(f"{entry} = {value}" for entry, value in names.items())]
        (info / "entry_points.txt").write_text("\n".join(lines) + "\n")

    def install_prior(
        self, distribution="acme-prior", name="laplace", version="1.0", label="Laplace", scale=1.0
    ):
        package = distribution.replace("-", "_")
        modules = {
            f"{package}/__init__.py": SPEC.format(name=name, package=package, label=label, scale=scale),
            f"{package}/build.py": BUILDER,
        }
        self.install(distribution, modules, {"vae_studio.priors": {name: f"{package}:PLUGIN"}}, version)

    def install_source(self, source, value="acme_broken:PLUGIN", name="broken", group="vae_studio.priors"):
        """Install a distribution whose only module has the given source."""
        self.install("acme-broken", {"acme_broken.py": source}, {group: {name: value}})

    def uninstall(self, name):
        package = name.replace("-", "_")
        for path in [*self.folder.glob(f"{package}-*.dist-info"), self.folder / package]:
            shutil.rmtree(path)


@pytest.fixture
def acme(tmp_path, monkeypatch):
    """Return an empty site on the path; what it brought into the process is taken out again."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    yield Site(folder)
    for module in set(sys.modules) - before:
        if module.startswith("acme"):
            del sys.modules[module]
