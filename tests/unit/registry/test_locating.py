"""The source file of a plugin is found without importing it."""

import sys
from pathlib import Path

from vae_studio.registry.locating import source_file


def test_that_the_file_of_a_module_is_found_although_importing_it_fails(acme):
    acme.install_source("raise RuntimeError('must not run')")
    assert source_file("acme_broken:PLUGIN") == acme.folder / "acme_broken.py"
    assert "acme_broken" not in sys.modules


def test_that_a_module_inside_a_package_is_found_without_importing_the_package(acme):
    acme.install_prior()
    assert source_file("acme_prior.build:build") == acme.folder / "acme_prior" / "build.py"
    assert "acme_prior" not in sys.modules


def test_that_of_a_missing_module_the_package_is_found(acme):
    acme.install_prior()
    assert source_file("acme_prior.absent:PLUGIN") == acme.folder / "acme_prior" / "__init__.py"


def test_that_what_is_not_there_has_no_file():
    assert source_file("acme_nowhere.module:PLUGIN") is None


def test_that_built_ins_have_files_too():
    file = source_file("vae_studio_builtins.conv_encoder:PLUGIN")
    assert file is not None
    assert Path(file).name == "conv_encoder.py"
