"""Very many points as one picture: what is in it, and when it is made."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from vae_studio.gui.scatter.cloud import AT_ONCE
from vae_studio.gui.scatter.plot import ScatterPlot
from vae_studio.gui.scatter.raster import disc, rasterised

RED, BLUE = [255, 0, 0], [0, 0, 255]


def test_that_a_point_is_a_disc_of_its_colour_and_opacity():
    picture = rasterised(np.array([[10.5, 5.5]]), np.array([RED], np.uint8), 5.0, (20, 12), 0.5)
    assert picture.shape == (12, 20, 4)
    assert picture[5, 10].tolist() == [128, 0, 0, 128], "red, multiplied by its alpha"
    rows, columns = np.nonzero(picture[:, :, 3])
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (3, 7, 8, 12)


@given(st.floats(1.0, 12.0))
def test_that_a_disc_covers_its_area_evenly_around_its_centre(diameter):
    rows, columns, coverage = disc(diameter)
    assert coverage.sum() == pytest.approx(np.pi * diameter**2 / 4, rel=0.06)
    assert (rows @ coverage, columns @ coverage) == pytest.approx((0, 0), abs=1e-4)
    assert 0 < coverage.min() <= coverage.max() <= 1


def test_that_points_on_one_another_mix_whatever_their_order():
    places, colours = np.full((3, 2), 8.5), np.array([RED, BLUE, BLUE], np.uint8)
    picture = rasterised(places, colours, 4.0, (16, 16), 0.5)
    np.testing.assert_array_equal(picture, rasterised(places, colours[::-1], 4.0, (16, 16), 0.5))
    alpha = 255 * (1 - 0.5**3)
    assert picture[8, 8].tolist() == pytest.approx([alpha / 3, 0, 2 * alpha / 3, alpha], abs=1)


@given(st.integers(0, 2**32 - 1))
def test_that_a_part_of_the_plane_looks_the_same_alone(seed):
    generator = np.random.default_rng(seed)
    places = generator.uniform(-5, 45, (60, 2))
    places[0] = np.nan
    colours = generator.integers(0, 256, (60, 3)).astype(np.uint8)
    whole = rasterised(places, colours, 5.0, (40, 30), 0.4)
    part = rasterised(places - (7, 4), colours, 5.0, (20, 16), 0.4)
    np.testing.assert_array_equal(part, whole[4:20, 7:27])


def test_that_a_picture_without_points_is_empty():
    assert not rasterised(np.zeros((0, 2)), np.zeros((0, 3), np.uint8), 4.0, (5, 5), 0.5).any()


@pytest.fixture
def waiting():
    """Pictures that are to be made elsewhere, and what is called with them."""
    return []


@pytest.fixture
def plot(theme, waiting, qtbot):
    plot = ScatterPlot(theme, lambda *job: waiting.append(job))
    qtbot.addWidget(plot)
    plot.resize(400, 400)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def fill(plot, count):
    places = np.random.default_rng(0).normal(size=(count, 2))
    plot.show_points(places, np.tile(np.array([RED], np.uint8), (count, 1)))
    return places


def rgb(image):
    """Return the pixels of an image, int ``[H, W, 3]``."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(int)


def reds(image):
    """Return how many pixels of an image are reddish."""
    pixels = rgb(image)
    return int((pixels[:, :, 0] - pixels[:, :, 2] > 60).sum())


def greens(image):
    """Return how many pixels of an image are the green of the key."""
    pixels = rgb(image)
    return int(((pixels[:, :, 1] > 200) & (pixels[:, :, 0] < 60)).sum())


def test_that_few_points_are_painted_at_once(plot, waiting):
    fill(plot, 200)
    assert reds(plot.grab().toImage()) > 1000
    assert not waiting


def test_that_a_picture_of_many_points_is_made_elsewhere_and_moves_with_the_view_until_then(plot, waiting):
    fill(plot, AT_ONCE // 9)
    assert reds(plot.grab().toImage()) == 0, "nothing has come yet"
    work, done, _ = waiting.pop()
    done(work())
    drawn = reds(plot.grab().toImage())
    assert drawn > 1000
    assert not waiting
    plot.box.translateBy(x=0.5, y=0.0)
    assert reds(plot.grab().toImage()) > drawn / 2, "the last picture stands in, moved"
    plot.box.translateBy(x=0.5, y=0.0)
    plot.grab()
    assert len(waiting) == 1, "one picture at a time, however often the view moves"


def test_that_points_are_drawn_where_they_are(plot):
    plot.show_points(np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([RED, RED], np.uint8))
    plot.set_opacity(1.0)
    image = plot.grab().toImage()
    at = plot.place_on_screen(1).toPoint()
    assert image.pixelColor(at).red() > 200
    assert image.pixelColor(at.x() + 6, at.y()).red() < 100


@pytest.mark.parametrize("scale", [1, 3])
def test_that_a_saved_plot_has_its_points_and_a_key_and_the_screen_has_none(plot, waiting, scale):
    fill(plot, AT_ONCE // 9)
    plot.key.show_classes([("nines", QColor("#00ff00"))])
    image = QImage(plot.size() * scale, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    plot.render(painter, QRectF(image.rect()), plot.rect())
    painter.end()
    assert not waiting, "a file is not left without its points"
    assert reds(image) > 1000 * scale**2
    assert greens(image) > 20 * scale**2
    assert greens(plot.grab().toImage()) == 0


def test_that_a_picture_that_fails_is_not_tried_again_but_the_next_one_is(plot, waiting, qtbot):
    fill(plot, AT_ONCE // 9)
    plot.grab()
    (_, _, failed), waiting[:] = waiting[0], []
    failed()
    plot.grab()
    plot.grab()
    assert not waiting, "each painting would fail again"
    assert plot.points.settled
    plot.box.translateBy(x=0.5, y=0.0)
    plot.grab()
    work, done, _ = waiting.pop()
    done(work())
    assert reds(plot.grab().toImage()) > 1000
