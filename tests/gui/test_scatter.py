"""The Scatter tab, driven through its widgets, with the real core behind it."""

import csv

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from vae_studio.gui.plane_theme import themed_colours
from vae_studio.gui.scatter.panel import NO_MODEL, ScatterPanel
from vae_studio.gui.scatter.search import in_direction, nearest
from vae_studio.gui.theme.tokens import LIGHT
from vae_studio.gui.tray.cards import CardState
from vae_studio.latent.plane_colours import PlaneColours

ENCODING_MS = 60_000
PLACES = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [3.0, 0.5], [np.nan, 0.0]])


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
    brushes = panel.view.plot.points.data["brush"]
    for brush, label in zip(brushes, shown.points.labels, strict=True):
        assert brush.color() == theme.class_colour(int(label))
    assert panel.badge.text() == "Epoch 2"


def test_that_nothing_is_encoded_while_nobody_looks(panel, studio_with_run, qtbot):
    panel.hide()
    with qtbot.assertNotEmitted(studio_with_run.views.points.arrived, wait=200):
        studio_with_run.views.points.ask(split="train")
    with qtbot.waitSignal(studio_with_run.views.points.arrived, timeout=ENCODING_MS):
        panel.show()
    assert panel.view.shown.points.split == "train"


def test_that_the_count_is_that_of_the_points_there_are(panel, studio_with_run):
    options = panel.view.options
    assert options.count.value() == len(panel.view.plot.places) == len(studio_with_run.dataset.splits.test)
    assert options.count.maximum() == len(studio_with_run.dataset.splits.test)


def test_that_split_and_count_are_chosen_in_the_options(panel, qtbot, studio_with_run):
    options = panel.view.options
    with qtbot.waitSignal(studio_with_run.views.points.arrived, timeout=ENCODING_MS):
        options.count.setValue(50)
    assert len(panel.view.plot.places) == 50
    with qtbot.waitSignal(studio_with_run.views.points.arrived, timeout=ENCODING_MS):
        options.split.setCurrentIndex(options.split.findData("validation"))
        options.split.activated.emit(options.split.currentIndex())
    assert set(panel.view.shown.points.indices) <= set(studio_with_run.dataset.splits.validation)


def test_that_a_class_that_is_unchecked_leaves_the_plot_and_comes_back(panel, qtbot):
    legend, plot = panel.view.options.legend, panel.view.plot
    whole = len(plot.places)
    three = int((panel.view.shown.points.labels == 3).sum())
    assert three > 0
    qtbot.mouseClick(legend.entries[3], Qt.MouseButton.LeftButton)
    assert len(plot.places) == whole - three
    qtbot.mouseClick(legend.none, Qt.MouseButton.LeftButton)
    assert len(plot.places) == 0
    qtbot.mouseClick(legend.all, Qt.MouseButton.LeftButton)
    assert len(plot.places) == whole
    assert f"{three} points" in legend.entries[3].toolTip()


def test_that_the_point_under_the_pointer_shows_its_picture_and_class(panel, qtbot):
    plot, points = panel.view.plot, panel.view.shown.points
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


def test_that_arrows_move_from_point_to_point_and_return_puts_one_into_the_tray(panel, studio_with_run, qtbot):
    plot = panel.view.plot
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    first = plot.point
    assert first >= 0
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.places[plot.point][0] > plot.places[first][0]
    qtbot.keyClick(plot, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: [card.state for card in studio_with_run.tray.cards] == [CardState.ENCODED], timeout=ENCODING_MS
    )
    index = int(panel.view.shown.points.indices[plot.point])
    np.testing.assert_array_equal(
        studio_with_run.tray.cards[0].example, studio_with_run.dataset.examples[index]
    )


def test_that_posteriors_of_the_tray_lie_on_the_plane_with_their_ellipses(
    panel, studio_with_run, image_files, qtbot
):
    studio_with_run.add_images(image_files[:2])
    marks = panel.view.plot.marks
    qtbot.waitUntil(lambda: len(marks.pins) == 2, timeout=ENCODING_MS)
    card = studio_with_run.tray.cards[0]
    widest = max(marks.ellipses, key=lambda ellipse: ellipse.rect().width())
    deviations = [float(one.posterior.scale[0]) for one in studio_with_run.tray.cards[:2]]
    assert widest.rect().width() == pytest.approx(4 * max(deviations), rel=1e-4)
    place = marks.pins[card.identity].parentItem().pos()
    assert (place.x(), place.y()) == pytest.approx(card.posterior.loc.tolist(), rel=1e-4)
    panel.view.options.posteriors.click()
    assert not marks.pins


def test_that_the_view_keeps_a_zoom_until_a_is_pressed(panel, qtbot):
    plot = panel.view.plot
    plot.box.setRange(xRange=(-0.1, 0.1), padding=0)
    plot.box.sigRangeChangedManually.emit([True, True])
    zoomed = plot.box.viewRange()
    plot.show_points(plot.places, None)
    assert plot.box.viewRange() == zoomed
    qtbot.keyClick(plot, Qt.Key.Key_A)
    assert plot.box.viewRange() != zoomed


def test_that_the_figure_is_saved_as_picture_table_or_arrays(panel, studio_with_run, tmp_path, qtbot):
    panel.view.options.legend.entries[0].click()
    count = len(panel.view.plot.places)
    for ending in (".png", ".csv", ".npz"):
        with qtbot.waitSignal(studio_with_run.views.saved, timeout=ENCODING_MS):
            panel.view.save_to(tmp_path / f"figure{ending}")
    assert Image.open(tmp_path / "figure.png").text["Run"] == studio_with_run.run_name
    with (tmp_path / "figure.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    assert {row["class"] for row in rows} == set("123456789")
    assert len(np.load(tmp_path / "figure.npz")["loc"]) == count


def test_that_another_ending_is_told_as_a_notice(panel, studio_with_run, tmp_path, qtbot):
    with qtbot.waitSignal(studio_with_run.notice, timeout=ENCODING_MS) as caught:
        panel.view.save_to(tmp_path / "figure.svg")
    assert "figure.svg" in caught.args[0].text


def test_that_colours_follow_the_theme(panel, theme):
    brush = panel.view.plot.points.data["brush"][0]
    before = brush.color().name()
    theme.set_mode("light")
    assert panel.view.plot.points.data["brush"][0].color().name() != before


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
