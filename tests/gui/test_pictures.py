"""Pictures made beside the core thread, and what the plot of the grid is drawn with."""

import threading

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QThread
from PySide6.QtGui import QFont

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.core.pictures import PictureJobs
from vae_studio.gui.latent.mosaic_item import MosaicItem, screen_image
from vae_studio.gui.latent.tile_axis import TileAxis


class Model:
    """Something whose pictures are made."""


@pytest.fixture
def pictures(core, qtbot):
    pictures = PictureJobs(core)
    yield pictures
    with qtbot.waitSignal(pictures.closed):
        pictures.close()


def fail_with(error):
    raise error


def thread_name():
    """Return the name of the thread that this runs on."""
    return QThread.currentThread().objectName()


def test_that_only_the_first_picture_of_a_model_is_left_to_the_core_thread(pictures, qtbot):
    first, second, names = Model(), Model(), []
    for count, (model, show) in enumerate(
        [(first, "mean"), (first, "mean"), (first, "draw"), (first, "draw"), (second, "mean")]
    ):
        pictures.submit(model, show, thread_name, names.append, fail_with, "grid")
        qtbot.waitUntil(lambda count=count: len(names) == count + 1)
    assert names == ["core", "pictures", "core", "pictures", "core"]


def test_that_a_picture_waits_for_nothing_that_the_core_thread_does(core, pictures, qtbot):
    model, made, may_end, ended = Model(), [], threading.Event(), []
    pictures.note_compiled(model, "mean")
    core.submit(may_end.wait, ended.append, fail_with)
    pictures.submit(model, "mean", lambda: "picture", made.append, fail_with, "grid")
    qtbot.waitUntil(lambda: made == ["picture"])
    assert not ended
    may_end.set()


def test_that_of_the_pictures_that_wait_the_newest_one_is_made(pictures, qtbot):
    model, made, began, may_end = Model(), [], threading.Event(), threading.Event()
    pictures.note_compiled(model, "mean")

    def first():
        began.set()
        may_end.wait()
        return 0

    pictures.submit(model, "mean", first, made.append, fail_with, "grid")
    began.wait()
    for number in (1, 2, 3):
        pictures.submit(model, "mean", lambda number=number: number, made.append, fail_with, "grid")
    may_end.set()
    qtbot.waitUntil(lambda: len(made) == 2)
    assert made == [0, 3]


def test_that_a_picture_that_comes_after_a_later_one_is_not_shown(core, pictures, qtbot):
    old, new, made, others = Model(), Model(), [], []
    began, may_end, ended = threading.Event(), threading.Event(), []

    def slow():
        began.set()
        may_end.wait()
        return "old"

    pictures.submit(old, "mean", slow, made.append, fail_with, "grid")
    began.wait()
    pictures.note_compiled(new, "mean")
    pictures.submit(new, "mean", lambda: "new", made.append, fail_with, "grid")
    pictures.submit(new, "mean", lambda: "another kind", others.append, fail_with, "point")
    qtbot.waitUntil(lambda: bool(made and others))
    may_end.set()
    core.submit(lambda: True, ended.append, fail_with)
    qtbot.waitUntil(lambda: bool(ended))
    assert (made, others) == (["new"], ["another kind"])


def test_that_an_error_reaches_whoever_asked_for_the_picture(pictures, qtbot):
    model, errors = Model(), []
    pictures.note_compiled(model, "mean")
    pictures.submit(model, "mean", lambda: fail_with(ValueError("no")), print, errors.append, "grid")
    qtbot.waitUntil(lambda: [str(error) for error in errors] == ["no"])


def test_that_nothing_is_made_once_closed(core, qtbot):
    pictures, model, made, later = PictureJobs(core), Model(), [], []
    pictures.note_compiled(model, "mean")
    with qtbot.waitSignal(pictures.closed):
        pictures.close()
    for show in ("mean", "draw"):
        pictures.submit(model, show, lambda: 1, made.append, fail_with, "grid")
    core.submit(lambda: 2, later.append, fail_with)
    qtbot.waitUntil(lambda: later == [2])
    assert not made


def greys(image):
    """Return an image's red, green and blue, ``[H, W, 3]``."""
    found = [[image.pixelColor(x, y).getRgb()[:3] for x in range(image.width())] for y in range(image.height())]
    return np.array(found)


@pytest.mark.parametrize("channels", [1, 3])
def test_that_pixels_are_drawn_as_they_are_and_spread_between_their_levels(qapp, channels):
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, channels), dtype=np.uint8)
    expected = np.broadcast_to(pixels, (5, 7, 3)).astype(float)
    np.testing.assert_array_equal(greys(screen_image(pixels)), expected)
    spread = np.clip((expected - 63.75) / 127.5, 0, 1) * 255
    np.testing.assert_allclose(greys(screen_image(pixels, 63.75, 191.25)), spread, atol=0.51)


def test_that_the_mosaic_fills_its_frame_whatever_its_size(qapp):
    item = MosaicItem()
    for height, width in ((6, 4), (12, 9)):
        item.show_pixels(np.zeros((height, width, 1), np.uint8), (0.25, -0.5, 0.5, 2.0))
        assert item.mapRectToParent(item.boundingRect()).getRect() == pytest.approx((0.25, -0.5, 0.5, 2.0))


@pytest.mark.parametrize("side", ["left", "bottom"])
@pytest.mark.parametrize("inverted", [False, True])
def test_that_an_axis_of_tiles_draws_what_pyqtgraph_draws(side, inverted, qtbot):
    found = []
    ticks = [(-0.2, "−2.1"), (0.025, "−1.96"), (0.4, "0.5"), (0.975, "1.96"), (1.3, "9")]
    for axis_class in (pg.AxisItem, TileAxis):
        plot = BarePlot(axis_class=axis_class)
        qtbot.addWidget(plot)
        plot.resize(300, 260)
        plot.box.invertY(inverted)
        plot.box.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)
        axis = plot.axes[side]
        axis.setStyle(tickLength=-4, hideOverlappingLabels=False)
        axis.setTickFont(QFont("Inter", 9))
        plot.axes["left"].setWidth(50)
        plot.axes["bottom"].setHeight(30)
        if axis_class is TileAxis:
            axis.show_ticks(ticks, "z1")
        else:
            axis.setTicks([ticks])
            axis.setLabel("z1")
        with qtbot.waitExposed(plot):
            plot.show()
        found.append(drawn(axis))
    assert found[0][0] == found[1][0] == ["−1.96", "0.5", "1.96"]
    np.testing.assert_allclose(found[1][1], found[0][1], atol=1e-6)
    np.testing.assert_allclose(found[1][2], found[0][2], atol=1.0)


def drawn(axis):
    """Return an axis's words, the ends of its lines, and the points that its words are held at."""
    picture = pg.QtGui.QPicture()
    painter = pg.QtGui.QPainter(picture)
    line, ticks, texts = axis.generateDrawSpecs(painter)
    painter.end()
    ends = [[point.x(), point.y()] for _, *points in (line, *ticks) for point in points]
    horizontal = axis.orientation == "bottom"
    held = [
        (rect.center().x(), rect.top()) if horizontal else (rect.right(), rect.center().y())
        for rect, _, _ in texts
    ]
    return [words for *_, words in texts], ends, held


def test_that_the_name_of_an_axis_stands_in_its_middle(qtbot):
    plot = BarePlot(axis_class=TileAxis)
    qtbot.addWidget(plot)
    plot.resize(300, 260)
    with qtbot.waitExposed(plot):
        plot.show()
    axis = plot.axes["bottom"]
    for words in ("z1", "A → B", "z12"):
        axis.show_ticks([(0.5, "0")], words)
        middle = axis.label.mapRectToParent(axis.label.boundingRect()).center().x()
        assert middle == pytest.approx(axis.size().width() / 2, abs=1.0)
