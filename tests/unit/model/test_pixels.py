"""From stored values to x."""

import numpy as np
import pytest

from vae_studio.api import DataSpec
from vae_studio.model.pixels import Pixels, scale

STORED = np.arange(0, 256, dtype=np.uint8).reshape(4, 8, 8, 1)


def test_that_bytes_become_shares_of_255_and_floats_stay():
    np.testing.assert_allclose(scale(STORED), STORED / 255, rtol=1e-6)
    assert scale(STORED).numpy().max() == 1.0
    floats = np.array([-3.0, 0.25, 7.0])
    np.testing.assert_array_equal(scale(floats), floats.astype(np.float32))


def test_that_a_threshold_makes_pixels_from_that_value_on_white():
    x = Pixels("threshold", 128 / 255)(STORED, (0, 0)).numpy()
    np.testing.assert_array_equal(x, STORED >= 128)


def test_that_dynamic_pixels_are_white_as_often_as_they_are_light():
    grey = np.full((500, 8, 8, 1), 64, np.uint8)
    x = Pixels("dynamic")(grey, (1, 2)).numpy()
    assert set(np.unique(x)) == {0.0, 1.0}
    error = np.sqrt(0.25 * 0.75 / x.size)
    assert abs(x.mean() - 64 / 255) < 4 * error


def test_that_black_and_white_stay_black_and_white_when_drawn():
    extremes = np.where(STORED > 127, 255, 0).astype(np.uint8)
    np.testing.assert_array_equal(Pixels("dynamic")(extremes, (1, 2)), extremes / 255)


def test_that_another_seed_draws_anew():
    one, same, other = (Pixels("dynamic")(STORED, seed).numpy() for seed in ((1, 2), (1, 2), (1, 3)))
    np.testing.assert_array_equal(one, same)
    assert np.any(one != other)


def test_that_with_the_same_draw_an_example_does_not_depend_on_its_place():
    pixels = Pixels("dynamic")
    whole = pixels(STORED, (1, 2), same_draw=True).numpy()
    alone = pixels(STORED[2:3], (1, 2), same_draw=True).numpy()
    np.testing.assert_array_equal(whole[2:3], alone)


@pytest.mark.parametrize(("shape", "binarise"), [((8, 8, 1), "dynamic"), ((5,), "none")])
def test_that_tables_are_never_binarised(shape, binarise):
    assert Pixels.of(DataSpec(binarise="dynamic"), shape).binarise == binarise
