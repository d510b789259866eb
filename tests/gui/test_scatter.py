"""The Scatter tab, driven through its widgets: with the real core behind it, or with made-up points."""

import csv

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from vae_studio.gui.plane_theme import themed_colours
from vae_studio.gui.scatter.chosen_gallery import words_of
from vae_studio.gui.scatter.panel import NO_MODEL, ScatterPanel
from vae_studio.gui.scatter.search import enclosed, in_direction, nearest
from vae_studio.gui.theme.tokens import LIGHT
from vae_studio.latent.plane_colours import PlaneColours

ENCODING_MS = 60_000
PLACES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [3.0, 0.5], [np.nan, 0.0]])


@pytest.fixture
def page(quiet_studio, made_up_points, theme, qtbot):
    """The tab with made-up points, and no core behind it."""
    page = ScatterPanel(quiet_studio, theme)
    qtbot.addWidget(page)
    page.resize(900, 600)
    quiet_studio.views.points.arrived.emit(made_up_points())
    with qtbot.waitExposed(page):
        page.show()
    return page


@pytest.fixture
def panel(studio_with_run, theme, qtbot):
    panel = ScatterPanel(studio_with_run, theme)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.waitUntil(lambda: panel.shows_points, timeout=ENCODING_MS)
    return panel


def hover(plot, at):
    position = QPointF(at)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        position,
        QPointF(plot.mapToGlobal(position.toPoint())),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(plot.viewport(), event)


def test_that_without_a_run_the_page_says_where_its_points_will_come_from(quiet_studio, theme, qtbot):
    panel = ScatterPanel(quiet_studio, theme)
    qtbot.addWidget(panel)
    assert not panel.shows_points
    assert panel.empty.title.text() == NO_MODEL[0]
    assert panel.badge.isHidden()


def test_that_the_test_split_is_shown_in_the_colours_of_its_classes(panel, studio_with_run, theme):
    shown = panel.view.shown
    dataset = studio_with_run.dataset
    assert set(shown.points.indices) == set(dataset.splits.test)
    assert shown.dataset is dataset, "the dataset in memory is not read again"
    for colour, label in zip(panel.view.plot.points.colours.tolist(), shown.points.labels, strict=True):
        assert tuple(colour) == theme.class_colour(int(label)).toTuple()[:3]
    assert panel.badge.text() == "Epoch 2"


def test_that_nothing_is_encoded_while_nobody_looks(panel, studio_with_run, qtbot):
    panel.hide()
    with qtbot.assertNotEmitted(studio_with_run.views.points.arrived, wait=200):
        studio_with_run.views.points.ask(split="train")
    with qtbot.waitSignal(studio_with_run.views.points.arrived, timeout=ENCODING_MS):
        panel.show()
    assert panel.view.shown.points.split == "train"


def test_that_split_and_count_are_chosen_in_the_options(panel, qtbot, studio_with_run):
    options = panel.view.options
    whole = len(studio_with_run.dataset.splits.test)
    assert options.count.value() == options.count.maximum() == len(panel.view.plot.places) == whole
    with qtbot.waitSignal(studio_with_run.views.points.arrived, timeout=ENCODING_MS):
        options.count.setValue(50)
    assert len(panel.view.plot.places) == 50
    with qtbot.waitSignal(studio_with_run.views.points.arrived, timeout=ENCODING_MS):
        options.split.setCurrentIndex(options.split.findData("validation"))
        options.split.activated.emit(options.split.currentIndex())
    assert set(panel.view.shown.points.indices) <= set(studio_with_run.dataset.splits.validation)


def test_that_a_class_that_is_unchecked_leaves_the_plot_and_comes_back(page, qtbot):
    legend, plot = page.view.options.legend, page.view.plot
    whole = len(plot.places)
    three = int((page.view.shown.points.labels == 3).sum())
    assert three > 0
    qtbot.mouseClick(legend.entries[3], Qt.MouseButton.LeftButton)
    assert len(plot.places) == whole - three
    qtbot.mouseClick(legend.none, Qt.MouseButton.LeftButton)
    assert len(plot.places) == 0
    qtbot.mouseClick(legend.all, Qt.MouseButton.LeftButton)
    assert len(plot.places) == whole
    assert f"{three} points" in legend.entries[3].toolTip()


def test_that_the_point_under_the_pointer_shows_its_picture_and_class(page, qtbot):
    plot, points = page.view.plot, page.view.shown.points
    hover(plot, plot.place_on_screen(5))
    assert plot.point >= 0
    np.testing.assert_allclose(plot.places[plot.point], plot.places[5], atol=0.05)
    assert plot.card.isVisible()
    assert plot.card.title.text() == points.class_names[points.labels[plot.point]]
    assert plot.rect().contains(plot.card.geometry())
    card = plot.card
    assert card.width() >= card.sizeHint().width(), "its words are not cut"
    hover(plot, QPoint(3, 3))
    assert plot.point == -1
    assert not plot.card.isVisible()


def test_that_arrows_move_from_point_to_point_and_return_puts_one_into_the_tray(page, quiet_studio, qtbot):
    plot = page.view.plot
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    first = plot.point
    assert first >= 0
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.places[plot.point][0] > plot.places[first][0]
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(quiet_studio.tray.cards) == 1)
    shown = page.view.shown
    assert quiet_studio.tray.cards[0].name == words_of(shown.dataset, int(shown.points.indices[plot.point]))


def test_that_posteriors_of_the_tray_lie_on_the_plane_with_their_ellipses(panel, studio_with_run, qtbot):
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_Right)
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_Return)
    marks = panel.view.plot.marks
    qtbot.waitUntil(lambda: len(marks.pins) == 1, timeout=ENCODING_MS)
    card = studio_with_run.tray.cards[0]
    covariance = card.posterior.covariance
    if covariance is None:
        covariance = np.diag(card.posterior.scale**2)
    longest = np.sqrt(np.linalg.eigvalsh(covariance)[-1])
    widest = max(marks.ellipses, key=lambda ellipse: ellipse.rect().width())
    assert widest.rect().width() == pytest.approx(4 * longest, rel=1e-4)
    place = marks.pins[card.identity].parentItem().pos()
    assert (place.x(), place.y()) == pytest.approx(card.posterior.loc.tolist(), rel=1e-4)
    index = int(panel.view.shown.points.indices[panel.view.plot.point])
    np.testing.assert_array_equal(card.example, studio_with_run.dataset.examples[index])
    panel.view.options.posteriors.click()
    assert not marks.pins


def test_that_the_view_keeps_a_zoom_until_a_is_pressed(page, qtbot):
    plot = page.view.plot
    plot.box.setRange(xRange=(-0.1, 0.1), padding=0)
    plot.box.sigRangeChangedManually.emit([True, True])
    zoomed = plot.box.viewRange()
    plot.show_points(plot.places, plot.points.colours)
    assert plot.box.viewRange() == zoomed
    qtbot.keyClick(plot, Qt.Key.Key_A)
    assert plot.box.viewRange() != zoomed


def test_that_the_figure_is_saved_as_picture_drawing_table_or_arrays(page, quiet_studio, tmp_path, qtbot):
    page.view.options.legend.entries[0].click()
    count = len(page.view.plot.places)
    figure = page.view.figure()
    assert figure.endings == (".png", ".svg", ".csv", ".npz")
    for ending in figure.endings:
        with qtbot.waitSignal(quiet_studio.outputs.saved, timeout=ENCODING_MS):
            quiet_studio.outputs.save_figure(figure, tmp_path / f"figure{ending}")
    picture = Image.open(tmp_path / "figure.png")
    assert picture.text["Examples"] == f"{count} of 120"
    assert picture.size == (2 * page.view.plot.width(), 2 * page.view.plot.height())
    arrays = np.load(tmp_path / "figure.npz")
    with (tmp_path / "figure.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    assert {row["class"] for row in rows} == set("123456789")
    assert [int(row["example"]) for row in rows] == arrays["indices"].tolist()
    assert [float(row["across"]) for row in rows] == pytest.approx(page.view.plot.places[:, 0], rel=1e-5)
    assert len(arrays["loc"]) == count
    assert arrays["axes"].tolist() == ["z1", "z2"]
    drawing = (tmp_path / "figure.svg").read_text()
    assert drawing.count("<ellipse") + drawing.count("<circle") >= count, "circles, not pixels"


def test_that_colours_follow_the_theme(page, theme):
    before = page.view.plot.points.colours[0].tolist()
    theme.set_mode("light")
    label = int(page.view.shown.points.labels[0])
    assert page.view.plot.points.colours[0].tolist() != before
    assert tuple(page.view.plot.points.colours[0].tolist()) == theme.class_colour(label).toTuple()[:3]


def test_that_pictures_for_paper_wear_the_light_theme(theme):
    theme.set_mode("light")
    assert themed_colours(theme, 10) == PlaneColours()
    assert PlaneColours().classes == LIGHT.classes


def test_that_the_nearest_point_within_reach_is_found():
    assert nearest(PLACES, (0.9, 0.1), (0.01, 0.01), 20.0) == 1
    assert nearest(PLACES, (0.9, 0.1), (0.01, 0.01), 8.0) == -1
    assert nearest(PLACES[:0], (0.0, 0.0), (1.0, 1.0), 8.0) == -1


@pytest.mark.parametrize(
    ("start", "direction", "found"),
    [(-1, (1, 0), 0), (0, (1, 0), 1), (1, (1, 0), 3), (0, (0, 1), 2), (0, (-1, 0), 0), (3, (1, 0), 3)],
)
def test_that_an_arrow_leads_to_the_next_point_on_its_side(start, direction, found):
    assert in_direction(PLACES, start, direction, (0.1, 0.1)) == found


def test_that_the_points_inside_a_closed_line_are_found():
    corners = np.array([[-0.5, -0.5], [1.5, -0.5], [1.5, 0.5], [-0.5, 0.5]])
    assert enclosed(PLACES, corners).tolist() == [0, 1]
    assert enclosed(PLACES, corners[::-1]).tolist() == [0, 1], "whichever way round it is drawn"
    notched = np.array([[-1, -1], [4, -1], [4, 2], [0.5, -0.5], [-1, 2]])
    assert enclosed(PLACES, notched).tolist() == [0, 3], "what lies in a notch is outside"
    assert enclosed(PLACES, corners[:2]).tolist() == []
