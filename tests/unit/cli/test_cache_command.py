"""``vae-studio cache``."""

import json

import numpy as np
import pytest
from PIL import Image

from vae_studio.api import DataSpec
from vae_studio.cli import main
from vae_studio.data import load_dataset


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A cache that holds two folders of images; their keys, the latest used first."""
    monkeypatch.setenv("VAE_STUDIO_CACHE", str(tmp_path / "cache"))
    keys = []
    for number in (1, 2):
        folder = tmp_path / f"source {number}"
        folder.mkdir()
        for index in range(number):
            Image.fromarray(np.full((9, 8), index, np.uint8)).save(folder / f"{index}.png")
        keys.insert(0, load_dataset(DataSpec(source=str(folder))).kept.folder.name)
    return keys


def listed(capsys):
    assert main(["cache", "list", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_that_what_is_kept_is_listed_with_its_source_and_size(cache, capsys, tmp_path):
    assert main(["cache", "list"]) == 0
    words = capsys.readouterr()
    lines = words.out.splitlines()
    assert len(lines) == 3
    assert cache[0][:8] in lines[1]
    assert str(tmp_path / "source 2") in lines[1]
    assert "2 of 9×8×1" in lines[1]
    assert words.err.startswith("2 datasets, ")


def test_that_what_is_kept_is_listed_as_json(cache, capsys, tmp_path):
    found = listed(capsys)
    assert [one["key"] for one in found["datasets"]] == cache
    assert found["datasets"][1]["shape"] == [1, 9, 8, 1]
    assert found["datasets"][1]["source"] == str(tmp_path / "source 1")
    assert found["bytes"] == sum(one["bytes"] for one in found["datasets"])


def test_that_one_dataset_or_all_are_removed(cache, capsys):
    assert main(["cache", "clear", cache[0][:8]]) == 0
    assert "kB removed" in capsys.readouterr().err
    assert [one["key"] for one in listed(capsys)["datasets"]] == cache[1:]
    assert main(["cache", "clear"]) == 0
    capsys.readouterr()
    assert listed(capsys)["datasets"] == []


@pytest.mark.parametrize("key", ["no such key", ""])
def test_that_an_unknown_key_removes_nothing(cache, capsys, key):
    assert main(["cache", "clear", key]) == 2
    assert "nothing is kept under a key that begins with" in capsys.readouterr().err
    assert len(listed(capsys)["datasets"]) == 2


def test_that_a_damaged_dataset_is_listed_and_can_be_removed(cache, capsys, tmp_path):
    (tmp_path / "cache" / "datasets" / cache[0] / "dataset.json").write_text("{")
    assert main(["cache", "list"]) == 0
    assert "damaged" in capsys.readouterr().out
    assert main(["cache", "clear", cache[0]]) == 0
    capsys.readouterr()
    assert len(listed(capsys)["datasets"]) == 1


def test_that_an_empty_cache_is_listed_as_such(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("VAE_STUDIO_CACHE", str(tmp_path / "nothing"))
    assert main(["cache", "list"]) == 0
    assert capsys.readouterr().err.startswith("0 datasets")
    assert main(["cache", "clear"]) == 0
    assert not (tmp_path / "nothing").exists()
