"""Latent planes drawn without a window."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import ImageColor

from vae_studio.latent.grid import GridAxis, GridRequest, LatentGrid
from vae_studio.latent.plane import LatentPlane
from vae_studio.latent.plane_colours import PlaneColours
from vae_studio.latent.plane_picture import (
    BOTTOM,
    HEADER,
    LEFT,
    LEGEND,
    MARGIN,
    PADDING,
    picture_size,
    plane_picture,
)
from vae_studio.latent.plot_canvas import PlotCanvas
from vae_studio.latent.points import LatentPoints

SIDE = 200
CORNERS = np.array([[0.0, 0.0], [1.0, 1.0]], np.float32)


def plane(loc=CORNERS, labels=(0, 1), names=("a", "b"), grid=None):
    found = LatentPoints(
        np.asarray(loc, np.float32),
        np.ones((len(loc), 2), np.float32),
        np.arange(len(loc)),
        None if labels is None else np.array(labels),
        () if labels is None else names,
        "test",
        len(loc),
    )
    return LatentPlane("one", "VAE", found, 0, 1, grid)


@pytest.fixture
def checkered():
    axis = GridAxis(0, np.array([-1.0, 1.0], np.float32), np.array([-2.0, 2.0]), np.array([0.0, 1.0]))
    images = np.zeros((2, 2, 4, 4, 1), np.float32)
    images[0, 1] = 1.0
    return LatentGrid(
        images, np.zeros((2, 2, 2), np.float32), axis, replace(axis, dimension=1), GridRequest(2, 2)
    )


def at(pixels, x, y):
    """Return the colour at a place of the first plot: shares of its side, from its lower left corner."""
    column = round(MARGIN + LEFT + x * SIDE)
    row = round(MARGIN + HEADER + (1 - y) * SIDE)
    return pixels[row, column].astype(float)


def end(place):
    return (place + PADDING) / (1 + 2 * PADDING)


def test_that_points_lie_at_their_coordinates_in_the_colours_of_their_classes():
    colours = PlaneColours()
    pixels = plane_picture([plane()], SIDE)
    for place, label in ((0.0, 0), (1.0, 1)):
        wanted = np.array(ImageColor.getrgb(colours.of_class(label)), float)
        ground = np.array(ImageColor.getrgb(colours.ground), float)
        found = at(pixels, end(place), end(place))
        assert np.abs(found - wanted).sum() < np.abs(found - ground).sum()


def test_that_points_without_classes_have_one_colour_and_no_legend():
    with_legend, without = (plane_picture([one], SIDE) for one in (plane(), plane(labels=None)))
    assert without.shape[0] < with_legend.shape[0]


def test_that_a_legend_that_is_too_wide_takes_another_row():
    names = tuple(f"a rather long name {number}" for number in range(6))
    height = picture_size([plane(names=names)], SIDE)[1]
    assert height == picture_size([plane()], SIDE)[1] + 5 * LEGEND
    assert picture_size([plane(names=names)], 4 * SIDE)[1] < height + 3 * SIDE


def test_that_points_that_are_no_numbers_are_left_out():
    loc = np.array([[0.0, 0.0], [1.0, 1.0], [np.nan, 0.5], [np.inf, 0.5]])
    pixels = plane_picture([plane(loc, labels=(0, 1, 2, 2), names=("a", "b", "c"))], SIDE)
    clean = plane_picture([plane(names=("a", "b", "c"))], SIDE)
    np.testing.assert_array_equal(pixels, clean)


def test_that_an_empty_split_keeps_its_axes():
    pixels = plane_picture([plane(np.zeros((0, 2)), labels=())], SIDE)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 3


def test_that_the_decoded_grid_stands_below_in_its_own_greys(checkered):
    pixels = plane_picture([plane(grid=checkered)], SIDE)
    top, left = MARGIN + HEADER + SIDE + BOTTOM, MARGIN + LEFT
    tile = SIDE // 2
    assert (pixels[top + 5 : top + tile - 5, left + tile + 5 : left + SIDE - 5] == 255).all()
    assert (pixels[top + 5 : top + tile - 5, left + 5 : left + tile - 5] == 0).all()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_that_the_scale_multiplies_the_pixels(checkered, scale):
    planes = [plane(grid=checkered), plane()]
    width, height = picture_size(planes, SIDE)
    assert plane_picture(planes, SIDE, scale).shape == (round(height * scale), round(width * scale), 3)


def test_that_classes_beyond_the_tenth_have_colours_of_their_own():
    colours = PlaneColours()
    assert len({colours.of_class(number) for number in range(30)}) == 30


def test_that_dots_beyond_the_edge_are_cut():
    canvas = PlotCanvas(10, 10, "#000000")
    canvas.dots(np.array([[-3.0, -3.0], [40.0, 5.0], [9.5, 9.5]]), ["#ffffff"] * 3, 2.0)
    pixels = canvas.pixels()
    assert pixels[9, 9].tolist() == [255, 255, 255]
    assert pixels[0:5].sum() == 0
