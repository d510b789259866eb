"""``vae-studio traverse``, ``interpolate`` and ``reconstruct``, and samples of another temperature."""

import json

import numpy as np
import pytest
from PIL import Image

from vae_studio.cli import main


@pytest.fixture(scope="module")
def folder(tiny_run):
    return str(tiny_run.path)


@pytest.fixture(scope="module")
def images(tiny_run, tmp_path_factory):
    """Two examples of the digits as files."""
    place = tmp_path_factory.mktemp("images")
    for number in range(2):
        Image.fromarray(tiny_run.example(number)[:, :, 0]).save(place / f"{number}.png")
    return [str(place / f"{number}.png") for number in range(2)]


def test_that_a_traversal_starts_from_a_file_and_says_which_run_it_is_of(folder, images, tiny_run, tmp_path):
    out = tmp_path / "sweep.png"
    assert main(["traverse", folder, "--from", images[0], "--steps", "4", "--out", str(out)]) == 0
    start = tiny_run.posterior_map(tiny_run.example(0)[np.newaxis])[0][0]
    with Image.open(out) as picture:
        assert picture.size == (4 * 28, 2 * 28)
        assert picture.text["Run"] == tiny_run.name
        np.testing.assert_allclose(json.loads(picture.text["Start"]), start, atol=1e-5)


def test_that_a_strip_goes_from_one_file_to_the_other(folder, images, tiny_run, tmp_path):
    out = tmp_path / "strip.npz"
    assert main(["interpolate", folder, *images, "--steps", "3", "--path", "spherical", "--out", str(out)]) == 0
    expected = tiny_run.interpolate(tiny_run.example(0), tiny_run.example(1), 3, "spherical")
    with np.load(out) as saved:
        np.testing.assert_allclose(saved["z"], expected.z, atol=1e-5)


def test_that_the_worst_examples_are_listed(folder, tiny_run, capsys):
    assert main(["reconstruct", folder, "--count", "2"]) == 0
    listed = capsys.readouterr().out
    for index in tiny_run.reconstructions("test", "worst", 2).indices:
        assert str(index) in listed


def test_that_cold_samples_are_all_the_same(folder, tmp_path):
    out = tmp_path / "cold.png"
    options = ["--from", "prior", "--temperature", "0", "--rows", "1", "--columns", "2"]
    assert main(["sample", folder, *options, "--out", str(out)]) == 0
    pixels = np.asarray(Image.open(out))
    np.testing.assert_array_equal(pixels[:, :28], pixels[:, 28:])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["traverse", "{run}", "--out", "x.txt"], "does not end in .png"),
        (["traverse", "{run}", "--example", "99999", "--out", "x.png"], "there is no example 99999"),
        (["traverse", "{run}", "--example", "1", "--from", "a.png", "--out", "x.png"], "two starts"),
        (["interpolate", "{run}", "no.png", "no.png", "--out", "x.png"], "no.png cannot be read"),
        (["sample", "{run}", "--temperature", "2", "--out", "x.png"], "Add --from prior"),
    ],
)
def test_that_mistakes_are_told_in_one_line(folder, capsys, monkeypatch, tmp_path, arguments, words):
    monkeypatch.chdir(tmp_path)
    assert main([one.format(run=folder) for one in arguments]) == 2
    assert words in capsys.readouterr().err.strip().splitlines()[-1]
