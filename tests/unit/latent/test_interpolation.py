"""Paths between two points of the latent space, by numpy alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from vae_studio.api import OutputError, SpecError
from vae_studio.latent.interpolation import Interpolation, linear_path, path_between, spherical_path
from vae_studio.latent.strips import of_interpolation

points = arrays(np.float64, 3, elements=st.floats(-5, 5, width=16))
ZERO, ONE = np.zeros(3), np.ones(3)


@given(points, points, st.integers(2, 20), st.sampled_from(["linear", "spherical"]))
def test_that_a_path_begins_and_ends_at_its_ends(first, last, steps, kind):
    path = path_between(first, last, steps, kind, ZERO, ONE)
    assert path.shape == (steps, 3)
    np.testing.assert_allclose(path[0], first, atol=1e-6)
    np.testing.assert_allclose(path[-1], last, atol=1e-6)


@given(points, points, st.sampled_from(["linear", "spherical"]))
def test_that_the_path_back_is_the_path_reversed(first, last, kind):
    there = path_between(first, last, 7, kind, ZERO, ONE)
    np.testing.assert_allclose(path_between(last, first, 7, kind, ZERO, ONE)[::-1], there, atol=1e-4)


def test_that_an_arc_between_points_of_the_unit_circle_turns_by_equal_angles():
    path = spherical_path(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 4, np.zeros(2), np.ones(2))
    angles = np.radians([0, 30, 60, 90])
    np.testing.assert_allclose(path, np.stack([np.cos(angles), np.sin(angles)], axis=1), atol=1e-6)


def test_that_an_arc_keeps_the_distance_from_the_mean_where_a_line_cuts_through():
    mean, deviation = np.array([3.0, -1.0]), np.array([2.0, 0.5])
    ends = mean + deviation * np.array([2.0, 0.1]), mean + deviation * np.array([-2.0, 0.1])
    arc = spherical_path(*ends, 9, mean, deviation)
    distances = np.linalg.norm((arc - mean) / deviation, axis=1)
    np.testing.assert_allclose(distances, np.hypot(2.0, 0.1), rtol=1e-5)
    line = (linear_path(*ends, 9) - mean) / deviation
    assert np.linalg.norm(line, axis=1).min() < 0.11


@pytest.mark.parametrize(
    ("first", "last"), [([0, 0], [1, 2]), ([1, 2], [-1, -2]), ([1, 2], [2, 4]), ([1, 2], [1, 2])]
)
def test_that_where_no_circle_is_determined_the_path_is_straight(first, last):
    first, last = np.array(first, np.float64), np.array(last, np.float64)
    path = spherical_path(first, last, 5, np.zeros(2), np.ones(2))
    np.testing.assert_allclose(path, linear_path(first, last, 5))


def test_that_one_step_and_an_unknown_path_are_refused_in_words():
    with pytest.raises(SpecError, match=r"no two ends.*2 steps or more"):
        path_between(ZERO, ONE, 1, "linear", ZERO, ONE)
    with pytest.raises(SpecError, match="Choose linear or spherical"):
        path_between(ZERO, ONE, 3, "crooked", ZERO, ONE)


@pytest.fixture
def strip():
    images = np.linspace(0, 1, 3, dtype=np.float32).reshape(3, 1, 1, 1) * np.ones((3, 2, 2, 3), np.float32)
    return of_interpolation(Interpolation(images, linear_path(np.zeros(2), np.ones(2), 3), "linear"))


def test_that_the_strip_is_the_pictures_side_by_side(strip, tmp_path):
    expected = np.repeat([0, 128, 255], 2)[np.newaxis, :, np.newaxis] * np.ones((2, 6, 3))
    np.testing.assert_array_equal(strip.pixels(), expected)
    strip.save(tmp_path / "strip.png", scale=2, metadata={"Run": "mine"})
    with Image.open(tmp_path / "strip.png") as saved:
        np.testing.assert_array_equal(np.asarray(saved)[::2, ::2], expected)
        assert (saved.text["Run"], saved.text["Path"]) == ("mine", "linear")
        assert saved.text["Latent path"] == "[[0.0, 0.0], [0.5, 0.5], [1.0, 1.0]]"


def test_that_the_animation_goes_there_and_back_for_ever(strip, tmp_path):
    strip.save(tmp_path / "strip.gif", scale=3)
    with Image.open(tmp_path / "strip.gif") as saved:
        assert (saved.n_frames, saved.size, saved.info["loop"]) == (4, (6, 6), 0)
        levels = []
        for frame in range(4):
            saved.seek(frame)
            levels.append(int(np.asarray(saved.convert("L"))[0, 0]))
    assert levels == [0, 128, 255, 128]


def test_that_another_ending_is_refused_and_nothing_is_written(strip, tmp_path):
    with pytest.raises(OutputError, match=r"does not end in \.png or \.gif or \.npz"):
        strip.save(tmp_path / "strip.jpg")
    assert not list(tmp_path.iterdir())
