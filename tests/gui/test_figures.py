"""Numbers as the window writes them."""

import numpy as np
import pytest

from vae_studio.gui.figures import count, decimal, duration, gigabytes, shape
from vae_studio.gui.latent.ticks import tile_ticks
from vae_studio.gui.pixels import to_image


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (-0.624, 2, "−0.62"),
        (153.24, 1, "153.2"),
        (3051.0, 1, "3\u2009051.0"),
        (-0.001, 2, "0.00"),
        (None, 1, "—"),
        (float("nan"), 1, "—"),
        (float("-inf"), 1, "−∞"),
    ],
)
def test_that_numbers_have_a_true_minus_and_thin_spaces(value, places, text):
    assert decimal(value, places) == text


def test_that_counts_sizes_and_shapes_are_written_as_pictured():
    assert count(70_000) == "70\u2009000"
    assert gigabytes(1_130_000_000) == "1.1 GB"
    assert shape((28, 28, 1)) == "28×28×1"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "0 s"), (49, "49 s"), (109, "1 min 49 s"), (3725, "1 h 2 min"), (-3, "0 s")]
)
def test_that_durations_name_their_two_largest_units(seconds, text):
    assert duration(seconds) == text


def test_that_ticks_stand_at_the_centres_of_the_first_the_last_and_evenly_chosen_tiles():
    ticks = tile_ticks(np.linspace(-1.96, 1.96, 20))
    assert ticks[0] == (0.5, "−1.96")
    assert ticks[-1] == (19.5, "1.96")
    assert len(ticks) == 8
    places = [place for place, _ in ticks]
    assert [20 - place for place in reversed(places)] == places


def test_that_few_tiles_all_have_a_tick_and_none_has_none():
    assert [text for _, text in tile_ticks([-1.0, 0.0, 1.0])] == ["−1.00", "0.00", "1.00"]
    assert tile_ticks([]) == []
    assert [text for _, text in tile_ticks([0.921, 0.9214, 0.93])] == ["0.9210", "0.9214", "0.9300"]
    assert [text for _, text in tile_ticks([0.5, 0.5])] == ["0.50", "0.50"]


def test_that_float_and_byte_pixels_become_the_same_image(qapp):
    bytes_ = np.array([[[0], [255]], [[51], [102]]], np.uint8)
    floats = bytes_.astype(np.float32) / 255
    first, second = to_image(bytes_), to_image(floats)
    assert first == second
    assert first.pixelColor(1, 0).red() == 255
    assert first.pixelColor(0, 1).red() == 51


def test_that_colour_pixels_keep_their_channels(qapp):
    image = to_image(np.array([[[10, 20, 30]]], np.uint8))
    assert image.pixelColor(0, 0).getRgb()[:3] == (10, 20, 30)
