"""The curves, driven with the mouse and the keyboard."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from vae_studio.evaluation.figures import Figures
from vae_studio.gui.saving.dialog import SaveDialog
from vae_studio.gui.training.curve_export import _panel
from vae_studio.gui.training.curve_sheet import heading_html
from vae_studio.gui.training.panel import TrainingPanel
from vae_studio.training.events import Adjusted, EpochMetrics, Started, StepMetrics

EPOCHS = 12


def figures(reconstruction, kl=5.0, per_dimension=(3.0, 2.0)):
    return Figures(
        negative_elbo=reconstruction + kl,
        reconstruction=reconstruction,
        kl=kl,
        kl_per_dimension=per_dimension,
    )


def epoch_end(number, **changes):
    known = {
        "epoch": number,
        "step": 10 * number,
        "train": figures(200.0 - number),
        "validation": figures(190.0 - number, per_dimension=(number / 2, 0.0)),
        "objective": 300.0 - number,
        "beta": 1.0,
        "effective_beta": 1.0,
        "learning_rate": 0.001,
        "active_units": 1,
        "active_dimensions": (True, False),
        "seconds": 3.0,
        "images_per_second": 1000.0,
    }
    return EpochMetrics(**(known | changes))


STARTED = Started(run="r", parameters=1, epochs=20, steps_per_epoch=10, step=0)
STEP = StepMetrics(
    step=10 * EPOCHS + 5,
    epoch=EPOCHS + 1,
    epoch_step=5,
    figures=figures(180.0),
    effective_beta=1.0,
    images_per_second=900.0,
    seconds_left=None,
)


def tell(panel, *events):
    for event in events:
        panel._studio.training_event.emit(event)
    panel.curves.redraw()


@pytest.fixture
def panel(quiet_studio, theme, qtbot):
    panel = TrainingPanel(quiet_studio, theme)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    panel.build_curves()
    panel.resize(328, 900)
    with qtbot.waitExposed(panel):
        panel.show()
    tell(panel, STARTED, *[epoch_end(number) for number in range(1, EPOCHS + 1)])
    return panel


@pytest.fixture
def curves(panel):
    return panel.curves


def shown_epochs(plot):
    low, high = plot.box.viewRange()[0]
    return high - low


def place_of(plot, epoch):
    """Return where an epoch is in a plot's view."""
    middle = np.mean(plot.box.viewRange()[1])
    return plot.plot.mapFromScene(plot.box.mapViewToScene(QPointF(epoch, middle)))


def turn_wheel(plot, epoch):
    view = plot.plot.viewport()
    place = QPointF(place_of(plot, epoch))
    event = QWheelEvent(
        place,
        QPointF(view.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_that_the_wheel_zooms_the_epochs_of_every_plot_and_the_values_follow(curves):
    turn_wheel(curves.elbo, 10.0)
    turn_wheel(curves.elbo, 10.0)
    assert shown_epochs(curves.elbo) < 20
    assert curves.kl.box.viewRange()[0] == pytest.approx(curves.elbo.box.viewRange()[0])
    assert curves.elbo.box.autoRangeEnabled()[1]


def test_that_dragging_pans_and_a_shows_everything_again(curves, qtbot):
    plot = curves.elbo
    before = plot.box.viewRange()[0]
    start = place_of(plot, 10.0)
    view = plot.plot.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for x in (10, 20, 40):
        qtbot.mouseMove(view, start + QPoint(x, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 0))
    assert plot.box.viewRange()[0][0] < before[0]
    qtbot.keyClick(plot.plot, Qt.Key.Key_A)
    assert plot.box.viewRange()[0] == pytest.approx(before)


def test_that_a_double_click_shows_everything_and_plus_and_minus_zoom(curves, qtbot):
    plot = curves.reconstruction
    before = shown_epochs(plot)
    qtbot.keyClick(plot.plot, Qt.Key.Key_Plus)
    assert shown_epochs(plot) == pytest.approx(0.8 * before)
    qtbot.keyClick(plot.plot, Qt.Key.Key_Minus)
    assert shown_epochs(plot) == pytest.approx(before)
    qtbot.keyClick(plot.plot, Qt.Key.Key_Plus)
    qtbot.mouseDClick(plot.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(plot, 5.0))
    assert shown_epochs(plot) == pytest.approx(before)


def test_that_a_zoom_stays_while_epochs_arrive(panel, curves):
    turn_wheel(curves.elbo, 10.0)
    zoomed = curves.elbo.box.viewRange()[0]
    tell(panel, STEP, epoch_end(EPOCHS + 1))
    assert curves.elbo.box.viewRange()[0] == zoomed


def test_that_the_pointer_reads_out_all_series_at_the_nearest_epoch_and_names_it(curves, qtbot):
    qtbot.mouseMove(curves.kl.plot.viewport(), place_of(curves.kl, 4.2))
    qtbot.waitUntil(lambda: curves.read_at == 4.0)
    assert curves.elbo.figure_text("train") == "train 201.0"
    assert curves.reconstruction.figure_text("val") == "val 186.0"
    assert curves.kl.named_epoch == "epoch 4"
    assert curves.elbo.named_epoch == ""
    assert curves.dimensions.values == (2.0, 0.0)
    assert curves.dimensions.unit.text() == "epoch 4"


def test_that_a_reading_stays_where_it_is_while_epochs_arrive(panel, curves):
    curves.elbo.pointed.emit(4.2)
    tell(panel, STEP, epoch_end(EPOCHS + 1))
    assert curves.elbo.figure_text("train") == "train 201.0"
    assert curves.elbo.named_epoch == "epoch 4"
    curves.elbo.pointed.emit(math.nan)
    assert curves.elbo.figure_text("train") == f"train {205.0 - EPOCHS - 1:.1f}"


def test_that_the_arrow_keys_read_out_epoch_by_epoch_and_escape_ends_it(curves, qtbot):
    plot = curves.elbo.plot
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert curves.read_at == EPOCHS
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert curves.read_at == EPOCHS - 1
    assert plot.accessibleName() == "Negative ELBO nats"
    assert plot.accessibleDescription() == "epoch 11, train 194.0, val 184.0"
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert math.isnan(curves.read_at)
    assert plot.accessibleDescription() == "latest, train 193.0, val 183.0"


def test_that_inactive_dimensions_are_hollow_bars(curves):
    assert curves.dimensions.hollow == (1,)
    assert curves.dimensions.active.text() == "1 / 2 active units"


def test_that_remarks_stand_under_the_bars_until_they_no_longer_hold(panel, curves):
    words = "Posterior collapse: z2 carries nothing."
    tell(panel, epoch_end(EPOCHS + 1, remarks=(words,)))
    assert curves.remarks.remarks == (words,)
    assert curves.remarks.isVisible()
    tell(panel, epoch_end(EPOCHS + 2))
    assert not curves.remarks.isVisible()


def test_that_a_log_axis_draws_logarithms_and_writes_the_values(panel, curves):
    panel.curve_actions.logarithmic.trigger()
    _, values = curves.elbo.items.curves["train"].points
    assert values == pytest.approx(np.log10([205.0 - n for n in range(1, EPOCHS + 1)]))
    axis = curves.elbo.plot.axes["left"]
    assert axis.tickStrings(np.log10([180.0, 200.0]), 1.0, 1.0) == ["180", "200"]
    assert curves.elbo.figure_text("train") == "train 193.0"
    panel.curve_actions.logarithmic.trigger()
    assert curves.elbo.items.curves["train"].points[1][0] == 204.0


def test_that_values_without_a_logarithm_are_left_out_and_the_menu_says_so(panel, curves):
    tell(panel, epoch_end(EPOCHS + 1, validation=figures(-50.0)))
    panel.curve_actions.logarithmic.trigger()
    assert len(curves.elbo.items.curves["val"].points[0]) == EPOCHS
    panel.menu.aboutToShow.emit()
    assert panel.curve_actions.logarithmic.toolTip().endswith("values of 0 and less are left out")


def test_that_smoothing_leaves_what_was_measured_faintly_behind(panel, curves):
    items = curves.elbo.items
    assert len(items.raw["train"].points[0]) == 0
    panel._looks.set_smoothing(0.9)
    measured = items.raw["train"].points[1]
    assert measured[-1] == 205.0 - EPOCHS
    assert items.curves["train"].points[1][-1] > measured[-1]
    assert items.raw["train"].opts["pen"].color().alphaF() < 0.5
    assert curves.elbo.figure_text("train") == "train 193.0"
    assert curves.kl.items.curves["β"].points[1].tolist() == [1.0] * EPOCHS


def test_that_the_optimised_objective_is_hidden_until_the_menu_shows_it(panel, curves):
    assert not curves.elbo._figures["objective"].isVisible()
    panel.curve_actions.objective.trigger()
    assert curves.elbo.figure_text("objective") == f"objective {300.0 - EPOCHS:.1f}"
    assert curves.elbo._figures["objective"].isVisible()


def test_that_a_change_by_hand_is_a_line_in_every_plot_with_its_words_in_the_first(panel, curves):
    tell(panel, Adjusted(step=25, epoch=2.5, kl_weight=2.0, learning_rate=None))
    assert [line.value() for line in curves.kl.items.marks.lines] == [2.5]
    tags = curves.elbo.items.marks.tags
    assert [(tag.words, tag.isVisible()) for tag in tags] == [("KL weight 2", True)]
    assert curves.kl.items.marks.tags == []


def test_that_words_of_changes_close_together_do_not_cover_one_another(panel, curves):
    changes = [Adjusted(step=n, epoch=2 + n / 10, kl_weight=float(n), learning_rate=None) for n in range(1, 5)]
    tell(panel, *changes)
    tags = [tag for tag in curves.elbo.items.marks.tags if tag.isVisible()]
    places = [tag.mapRectToScene(tag.rect()) for tag in tags]
    assert len(places) >= 3
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])


def test_that_the_plots_menu_offers_what_the_docks_menu_does(panel, curves, monkeypatch):
    opened = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, place: opened.append((menu, place)))
    view = curves.elbo.plot
    place = view.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    [(menu, where)] = opened
    assert where == view.mapToGlobal(place)
    words = {action.text() for action in menu.actions()}
    assert {"Log axis", "Optimised objective", "Export curves…", "Copy figures"} <= words
    assert words <= {action.text() for action in panel.menu.actions()}


def test_that_the_slider_in_the_menu_smooths(panel, curves):
    widget = panel.curve_actions.smoothing.createWidget(panel)
    widget._slider.slider.setValue(80)
    assert curves.looks.smoothing == 0.8
    assert widget._slider.value.text() == "0.80"


def test_that_the_curves_are_saved_as_picture_lines_and_numbers(panel, tmp_path):
    tell(panel, Adjusted(step=25, epoch=2.5, kl_weight=2.0, learning_rate=None))
    figure = panel.figure()
    assert figure.endings == (".png", ".svg", ".csv", ".npz")
    for ending in figure.endings:
        figure.writer(tmp_path / f"curves{ending}")()
    svg = (tmp_path / "curves.svg").read_text(encoding="utf-8")
    assert "Negative ELBO" in svg
    assert "KL weight 2" in svg
    with np.load(tmp_path / "curves.npz", allow_pickle=False) as arrays:
        assert arrays["train_negative_elbo"].tolist() == [205.0 - n for n in range(1, EPOCHS + 1)]
    assert len((tmp_path / "curves.csv").read_text(encoding="utf-8").splitlines()) == EPOCHS + 1


def test_that_ctrl_shift_e_asks_where_to_save_them(panel, qtbot):
    qtbot.addWidget(panel.header)
    panel.addAction(panel.curve_actions.export)
    panel.activateWindow()
    panel.curve_actions.export.trigger()
    dialog = panel.findChild(SaveDialog)
    assert dialog.windowTitle() == "Save curves"
    assert dialog.windowModality() == Qt.WindowModality.NonModal
    assert panel.curve_actions.export.shortcut().toString() == "Ctrl+Shift+E"
    dialog.close()


def test_that_the_figures_of_all_epochs_are_copied_as_a_table(panel, qtbot):
    QGuiApplication.clipboard().clear()
    panel.curve_actions.figures.trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("epoch,step,"))
    assert len(QGuiApplication.clipboard().text().splitlines()) == EPOCHS + 1


def test_that_nothing_is_offered_to_be_saved_before_the_first_epoch(quiet_studio, theme, qtbot):
    panel = TrainingPanel(quiet_studio, theme)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    panel.build_curves()
    assert not panel.curve_actions.export.isEnabled()
    assert panel.figure() is None


def test_that_thousands_of_epochs_are_drawn_with_no_more_points_than_there_are_pixels(panel, curves):
    many = [epoch_end(number) for number in range(1, 5001)]
    panel._history.restart(many, 5000)
    curves.redraw()
    curves.grab()
    width = curves.elbo.plot.width()
    for curve in (curves.elbo.items.curves["train"], curves.kl.items.curves["β"]):
        assert len(curve.getData()[0]) <= 3 * width
    assert curves.elbo.items.curves["train"].opts["pen"].widthF() == 1.0


def test_that_the_points_of_a_long_first_epoch_stay_few(panel):
    panel._history.restart()
    for step in range(1, 3000):
        panel._history.add(STEP.model_copy(update={"epoch": 1, "epoch_step": step, "step": step}))
    epochs, _ = panel._history.train("negative_elbo")
    assert 200 <= len(epochs) <= 400
    assert epochs[-1] == 299.9


def test_that_a_later_epoch_in_progress_is_one_point_however_many_steps_it_has(panel, curves):
    tell(panel, STARTED.model_copy(update={"steps_per_epoch": 421}))
    for number in (1, 2, 3):
        panel._history.add(epoch_end(number, step=421 * number, train=figures(230.0 - 20 * number)))
    for step in range(5, 190, 2):
        panel._history.add(
            STEP.model_copy(update={"epoch": 4, "epoch_step": step, "figures": figures(170.0 - step / 100)})
        )
    curves.redraw()
    epochs, values = curves.elbo.items.curves["train"].getData()
    assert epochs.tolist() == [1.0, 2.0, 3.0, 3 + 189 / 421]
    assert values.tolist() == [215.0, 195.0, 175.0, 175.0 - 1.89]
    assert curves.kl.items.curves["β"].getData()[0].tolist() == epochs.tolist()


@pytest.mark.parametrize(("plot", "name"), [("elbo", "train"), ("kl", "β")])
def test_that_points_at_uneven_distances_are_drawn_where_they_lie(curves, plot, name):
    items = getattr(curves, plot).items
    epochs = np.concatenate([[1.0, 2.0, 3.0], np.linspace(3.01, 3.4, 93)])
    values = np.concatenate([[215.0, 195.0, 175.0], np.linspace(174.0, 170.0, 93)])
    items.set_points(name, (epochs, values))
    drawn = items.curves[name].getData()
    assert drawn[0].tolist() == epochs.tolist()
    assert drawn[1].tolist() == values.tolist()


def test_that_a_part_of_many_epochs_is_drawn_in_full_once_it_is_all_that_is_in_view(panel, curves):
    panel._history.restart([epoch_end(number) for number in range(1, 3001)], 3000)
    curves.redraw()
    drawn = curves.elbo.items.curves["train"]
    assert len(drawn.getData()[0]) < 1500
    curves.elbo.box.setXRange(1000, 1050, padding=0)
    epochs = drawn.getData()[0]
    assert epochs[(epochs >= 1000) & (epochs <= 1050)].tolist() == list(range(1000, 1051))


def test_that_training_figures_are_called_so_until_there_are_any_of_validation(panel, curves):
    tell(panel, STARTED)
    assert curves.reconstruction.figure_text("val") == "val"
    tell(panel, STEP.model_copy(update={"epoch": 1}))
    assert curves.reconstruction.figure_text("val") == "train 180.0"
    assert curves.kl.figure_text("KL") == "KL (train) 5.00"
    tell(panel, epoch_end(1))
    assert curves.reconstruction.figure_text("val") == "val 189.0"
    assert curves.kl.figure_text("KL") == "KL 5.00"


def test_that_a_sheet_calls_training_figures_so_too(panel, curves, theme):
    panel._history.restart([epoch_end(1, validation=None)], 1)
    curves.redraw()
    sheet = [_panel(plot) for plot in (curves.reconstruction, curves.kl)]
    assert "— train 199.0" in heading_html(theme, sheet[0])
    assert "— KL (train) 5.00" in heading_html(theme, sheet[1])


def test_that_the_words_of_the_reading_stand_clear_of_those_of_the_changes(panel, curves):
    changes = [
        Adjusted(step=13, epoch=1.3, kl_weight=4.0, learning_rate=None),
        Adjusted(step=20, epoch=2.0, kl_weight=4.0, learning_rate=0.003),
    ]
    tell(panel, *changes)
    curves._read_out(3.0, curves.elbo)
    words = curves.elbo._crosshair._tag
    place = words.mapRectToParent(words.rect())
    assert words.isVisible()
    assert len(curves.elbo.items.marks.taken) == 2
    assert not any(place.intersects(other) for other in curves.elbo.items.marks.taken)
    assert curves.elbo.plot.curves.mapRectFromScene(curves.elbo.box.sceneBoundingRect()).contains(place)
