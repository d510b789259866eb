"""What is installed is the whole program, and nothing else."""

import configparser
import os
import subprocess
import sys
import tomllib
import zipfile

import pytest

PACKAGES = {
    "vae_studio": "vae_studio",
    "vae_studio_builtins": "plugins/vae_studio_builtins",
    "vae_studio_resources": "resources/vae_studio_resources",
}


@pytest.fixture(scope="module")
def files(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return a function that runs code in a fresh process which sees the installed wheel only."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)

    def run(code):
        environment = {**os.environ, "PYTHONPATH": str(folder)}
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, cwd=folder.parent, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return folder, done.stdout.split()

    return run


@pytest.mark.parametrize(("package", "source"), PACKAGES.items())
def test_that_every_file_of_a_package_is_in_the_wheel(checkout, files, package, source):
    folder = checkout / source
    expected = {
        f"{package}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert expected
    assert expected <= files


def test_that_nothing_but_the_packages_and_the_metadata_is_in_the_wheel(files):
    top = {name.partition("/")[0] for name in files}
    assert {name for name in top if not name.endswith(".dist-info")} == set(PACKAGES)
    assert not [name for name in files if "tests" in name.split("/") or "examples" in name.split("/")]


def test_that_the_entry_points_are_those_of_the_project(checkout, wheel):
    project = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]
    parser = configparser.ConfigParser()
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        parser.read_string(archive.read(name).decode())
    groups = {group: dict(parser[group]) for group in parser.sections()}
    assert groups.pop("console_scripts") == project["scripts"]
    assert groups == project["entry-points"]


def test_that_the_licences_of_the_program_and_its_fonts_are_in_the_wheel(files):
    licences = [name for name in files if ".dist-info/licenses/" in name]
    assert any(name.endswith("licenses/LICENSE") for name in licences)
    assert any("fonts" in name for name in licences)


def test_that_the_installed_program_finds_its_own_plugins(installed):
    folder, printed = installed(
        "import vae_studio; from vae_studio.registry import Registry\n"
        "print(vae_studio.__file__, *(f'{r.kind}/{r.name}={r.status}' for r in Registry().records))"
    )
    assert printed[0] == str(folder / "vae_studio" / "__init__.py")
    assert len(printed) > 4
    assert {entry.partition("=")[2] for entry in printed[1:]} == {"available"}


def test_that_the_installed_program_reads_its_resources(installed, checkout):
    _, printed = installed(
        "from importlib.resources import files\n"
        "root = files('vae_studio_resources')\n"
        "print(*(len(root.joinpath('themes', p.name).read_bytes()) for p in root.joinpath('themes').iterdir()"
        " if p.is_file()))"
    )
    themes = checkout / "resources" / "vae_studio_resources" / "themes"
    assert sorted(map(int, printed)) == sorted(p.stat().st_size for p in themes.iterdir() if p.is_file())
