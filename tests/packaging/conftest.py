"""Wheels, built offline from the checkout, and a folder into which they are installed."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "plugins" / "examples" / "vae-studio-laplace-prior"


def built(project, folder):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="session")
def checkout():
    return ROOT


@pytest.fixture(scope="session")
def build_wheel():
    """Return the function that builds a project's wheel into a folder."""
    return built


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """Return the studio's wheel."""
    return built(ROOT, tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="session")
def example_wheel(tmp_path_factory):
    """Return the example plugin's wheel, built from a copy in which nothing else of the checkout is."""
    project = tmp_path_factory.mktemp("project") / "plugin"
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns("__pycache__"))
    return built(project, tmp_path_factory.mktemp("example"))


class SitePackages:
    """A folder on the path; a wheel is a zip archive that is unpacked into it."""

    def __init__(self, folder):
        self.folder = folder

    def install(self, wheel):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(self.folder)

    def clear(self):
        for path in self.folder.iterdir():
            shutil.rmtree(path)


@pytest.fixture
def site_packages(tmp_path, monkeypatch):
    """Return an empty folder at the end of the path."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield SitePackages(folder)
    for module in [name for name in sys.modules if name.partition(".")[0] == "vae_studio_laplace_prior"]:
        del sys.modules[module]
