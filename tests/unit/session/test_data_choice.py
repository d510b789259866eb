"""The data that a spec names."""

import os
from pathlib import Path

import pytest

from vae_studio.api import DataSpec, SpecError
from vae_studio.session.data_choice import located


def test_that_a_path_means_the_same_from_every_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert located(DataSpec(source="tables/ü.csv")).source == str(tmp_path / "tables" / "ü.csv")
    assert located(DataSpec(source="~/x.npy")).source == str(tmp_path / "home" / "x.npy")
    assert located(DataSpec(source="wine")).source == "wine"


def test_that_a_path_which_is_not_valid_unicode_is_refused_by_its_name(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path / "m") + b"\xe4usse.csv"))
    with pytest.raises(SpecError) as caught:
        located(DataSpec(source=str(path)))
    assert caught.value.key == "data.source"
    assert "m\\udce4usse.csv is not valid Unicode" in caught.value.message
    str(caught.value).encode()
