"""Grids and encodings as files."""

import csv
import errno
import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from vae_studio.api import OutputError
from vae_studio.latent.encoding import Encoding
from vae_studio.latent.grid import GridRequest
from vae_studio.latent.pictures import mosaic, save_grid_npz, save_grid_png, save_picture
from vae_studio.latent.tables import save_encoding_csv, save_encoding_npz

METADATA = {"Run": "digits-001", "Epoch": 7}
RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def grid(latent_map):
    return latent_map.grid(GridRequest(rows=3, columns=4))


@pytest.fixture(scope="module")
def encoding():
    columns = [RANDOM.normal(size=(3, 2)), RANDOM.uniform(size=(3, 2))]
    columns += [RANDOM.uniform(size=(3, 8, 8, 1))] * 2 + [RANDOM.uniform(50, 60, 3), RANDOM.uniform(0, 5, 3)]
    return Encoding(*(column.astype(np.float32) for column in columns))


@pytest.fixture
def full_disk(monkeypatch):
    """Return a function that makes every write from now on fail for want of space."""
    from vae_studio.runs import files

    def refuse(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    return lambda: monkeypatch.setattr(files.os, "fsync", refuse)


def test_that_a_mosaic_puts_every_tile_at_its_row_and_column():
    images = RANDOM.uniform(size=(2, 3, 4, 5, 3)).astype(np.float32)
    pixels = mosaic(images)
    assert pixels.shape == (8, 15, 3)
    np.testing.assert_array_equal(pixels[4:8, 10:15], np.floor(images[1, 2] * 255 + 0.5))


def test_that_values_beyond_black_and_white_are_black_and_white():
    images = np.array([-0.5, 0.0, 1.0, 7.0, np.nan, np.inf], np.float32).reshape(1, 1, 1, 6, 1)
    assert mosaic(images).ravel().tolist() == [0, 0, 255, 255, 0, 255]


def test_that_rows_of_a_table_cannot_be_drawn():
    with pytest.raises(OutputError, match="trained on a table"):
        mosaic(np.zeros((2, 2, 5)))


@pytest.mark.parametrize("scale", [1, 3])
def test_that_a_png_holds_exactly_the_means_at_its_scale(tmp_path, grid, scale):
    save_grid_png(tmp_path / "grid.png", grid, scale, METADATA)
    with Image.open(tmp_path / "grid.png") as picture:
        assert picture.mode == "L"
        pixels = np.asarray(picture)
    expected = np.kron(mosaic(grid.images)[:, :, 0], np.ones((scale, scale), np.uint8))
    np.testing.assert_array_equal(pixels, expected)


def test_that_a_png_says_run_epoch_and_latent_coordinates(tmp_path, grid):
    save_grid_png(tmp_path / "grid.png", grid, 1, METADATA)
    with Image.open(tmp_path / "grid.png") as picture:
        text = picture.text
    assert (text["Software"], text["Run"], text["Epoch"]) == ("VAE Studio", "digits-001", "7")
    across, up = json.loads(text["Latent across"]), json.loads(text["Latent up"])
    assert (across["dimension"], up["dimension"]) == (1, 2)
    np.testing.assert_allclose(across["z"], grid.across, atol=1e-6)
    np.testing.assert_allclose(up["z"], grid.up, atol=1e-6)
    assert text["Spacing"] == "quantile"


def test_that_a_colour_picture_stays_in_colour(tmp_path):
    pixels = RANDOM.integers(0, 256, (4, 5, 3), np.uint8)
    save_picture(tmp_path / "colour.png", pixels)
    with Image.open(tmp_path / "colour.png") as picture:
        np.testing.assert_array_equal(np.asarray(picture), pixels)


def test_that_a_run_may_have_a_name_in_any_script(tmp_path):
    save_picture(tmp_path / "named.png", np.zeros((1, 1, 1), np.uint8), metadata={"Run": "数字-β"})
    with Image.open(tmp_path / "named.png") as picture:
        assert picture.text["Run"] == "数字-β"


def test_that_a_scale_below_one_is_refused(tmp_path):
    with pytest.raises(OutputError, match="scale 0"):
        save_picture(tmp_path / "none.png", np.zeros((1, 1, 1), np.uint8), scale=0)


def test_that_an_npz_holds_images_and_coordinates_and_no_objects(tmp_path, grid):
    save_grid_npz(tmp_path / "grid.npz", grid, METADATA)
    with np.load(tmp_path / "grid.npz", allow_pickle=False) as saved:
        for name in ("images", "z", "across", "up"):
            np.testing.assert_array_equal(saved[name], getattr(grid, name))
        assert json.loads(str(saved["metadata"]))["Epoch"] == 7


def test_that_a_csv_has_one_line_for_each_example_and_names_its_units(tmp_path, encoding):
    names = ["one.png", 'with "quotes", and a comma.png', "Ümlaut.png"]
    save_encoding_csv(tmp_path / "latents.csv", names, encoding)
    with (tmp_path / "latents.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    figures = ["negative_elbo_nats", "reconstruction_nats", "kl_nats"]
    assert header == ["name", "mean_1", "mean_2", "sd_1", "sd_2", *figures]
    assert [row[0] for row in rows] == names
    numbers = np.array([row[1:] for row in rows], float)
    np.testing.assert_allclose(numbers[:, :2], encoding.loc, rtol=1e-6)
    np.testing.assert_allclose(numbers[:, 2:4], encoding.scale, rtol=1e-6)
    np.testing.assert_allclose(numbers[:, 4], encoding.negative_elbo, rtol=1e-6)
    np.testing.assert_allclose(numbers[:, 6], encoding.kl, rtol=1e-6)


def test_that_a_mean_squared_error_bears_its_own_name_in_either_file(tmp_path, encoding):
    errors = replace(encoding, kl=None, unit="mean squared error")
    save_encoding_csv(tmp_path / "codes.csv", ["a", "b", "c"], errors)
    header = (tmp_path / "codes.csv").read_text().splitlines()[0]
    assert header == "name,mean_1,mean_2,sd_1,sd_2,mean_squared_error"
    save_encoding_npz(tmp_path / "codes.npz", ["a", "b", "c"], errors)
    with np.load(tmp_path / "codes.npz", allow_pickle=False) as saved:
        assert set(saved) == {"names", "loc", "scale", "x", "reconstruction", "mean_squared_error"}
        np.testing.assert_array_equal(saved["mean_squared_error"], encoding.distortion)


def test_that_names_and_examples_must_be_equally_many(tmp_path, encoding):
    with pytest.raises(ValueError, match="argument"):
        save_encoding_csv(tmp_path / "latents.csv", ["one.png"], encoding)
    assert not list(tmp_path.iterdir())


def test_that_an_npz_of_an_encoding_holds_all_its_arrays(tmp_path, encoding):
    save_encoding_npz(tmp_path / "latents.npz", ["a", "b", "c"], encoding)
    with np.load(tmp_path / "latents.npz", allow_pickle=False) as saved:
        assert saved["names"].tolist() == ["a", "b", "c"]
        for name, values in encoding.to_arrays().items():
            np.testing.assert_array_equal(saved[name], values)


def writers(grid, encoding):
    return {
        "grid.png": lambda path: save_grid_png(path, grid),
        "grid.npz": lambda path: save_grid_npz(path, grid),
        "latents.csv": lambda path: save_encoding_csv(path, "abc", encoding),
        "latents.npz": lambda path: save_encoding_npz(path, "abc", encoding),
    }


@pytest.mark.parametrize("name", ["grid.png", "grid.npz", "latents.csv", "latents.npz"])
def test_that_a_write_that_fails_leaves_the_old_file_alone(tmp_path, grid, encoding, full_disk, name):
    (tmp_path / name).write_bytes(b"old")
    full_disk()
    with pytest.raises(OutputError, match="disk is full"):
        writers(grid, encoding)[name](tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"old"


@pytest.mark.parametrize("name", ["grid.png", "latents.csv"])
def test_that_a_folder_that_is_not_there_is_named(tmp_path, grid, encoding, name):
    with pytest.raises(OutputError, match=r"There is no folder .*nowhere"):
        writers(grid, encoding)[name](tmp_path / "nowhere" / name)
