"""The Latent grid, driven through its controls, on a trained run."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from vae_studio.gui.latent.axes_form import AxesForm
from vae_studio.gui.latent.badge import LiveBadge
from vae_studio.gui.latent.feed import answers, default_tiles, fitting
from vae_studio.gui.latent.held import BLOCK, HeldDimensions
from vae_studio.gui.latent.panel import A_TABLE, NO_MODEL, LatentPanel
from vae_studio.gui.latent.pointing import Pointed, centre_of
from vae_studio.gui.latent.preview import Preview
from vae_studio.gui.latent.ticks import frame_ticks
from vae_studio.gui.live_mode import LiveMode
from vae_studio.gui.preferences import Preferences
from vae_studio.gui.saving.dialog import SaveDialog
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.tray.cards import CardState
from vae_studio.gui.widgets.labels import Label
from vae_studio.latent.grid import GridAxis, GridRequest, LatentGrid
from vae_studio.latent.pictures import mosaic
from vae_studio.latent.planes import PlaneBasis

DECODING_MS = 60_000


@pytest.fixture
def panel(studio_with_run, theme, qtbot):
    """The panel as it is once a run has been opened."""
    panel = LatentPanel(studio_with_run, theme)
    qtbot.addWidget(panel)
    panel.resize(800, 560)
    with qtbot.waitExposed(panel):
        panel.show()
    with qtbot.waitSignal(panel.drawable, timeout=DECODING_MS):
        studio_with_run.request_grid(studio_with_run.grid_request)
    return panel


def renewed(panel, studio, qtbot, act):
    """Do something and return the grid that is drawn next."""
    with qtbot.waitSignal(studio.grid_changed, timeout=DECODING_MS) as caught:
        act()
    return caught.args[0]


def place_of(panel, row, column):
    """Return where a tile's centre is, in the plot's viewport."""
    plot = panel.view.plot
    scene = plot.box.mapViewToScene(QPointF(*centre_of(plot.grid_shown, row, column)))
    return plot.mapFromScene(scene)


def point_at(panel, qtbot, row, column):
    """Bring the mouse to a tile."""
    qtbot.mouseMove(panel.view.plot.viewport(), place_of(panel, row, column) + QPoint(2, 2))
    qtbot.mouseMove(panel.view.plot.viewport(), place_of(panel, row, column))


def tile(panel):
    """Return row and column of the tile that is pointed at."""
    point = panel.view.plot.point
    return point.row, point.column


def test_that_there_is_a_way_to_train_before_there_is_a_model(quiet_studio, theme, qtbot):
    panel = LatentPanel(quiet_studio, theme)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.start.isVisible()
    assert panel.train.isVisible()
    assert panel.train.toolTip() == "No dataset is loaded."
    assert not panel.shows_grid


def test_that_the_start_screen_stands_there_only_while_there_is_no_run_and_nothing_trains(
    quiet_studio, theme, monkeypatch, qtbot
):
    panel = LatentPanel(quiet_studio, theme)
    qtbot.addWidget(panel)
    panel.show()
    for state in (StudioState.PREPARING, StudioState.IDLE):
        monkeypatch.setattr(type(quiet_studio), "state", state)
        quiet_studio.state_changed.emit(state)
        assert panel.start.isVisible() == (state is StudioState.IDLE)
        assert panel.empty.isVisible() == (state is not StudioState.IDLE)
    assert panel.empty.title.text() == NO_MODEL[0]


def test_that_the_mosaic_is_the_decoded_tiles_with_fixed_levels(panel, studio_with_run):
    grid = studio_with_run.shown_grid.grid
    np.testing.assert_array_equal(panel.view.plot.image.image.reshape(560, 560), mosaic(grid.images)[:, :, 0])
    assert panel.view.plot.image.levels.tolist() == [0.0, 255.0]


def test_that_the_whole_mosaic_fills_the_plot_exactly(panel):
    (left, right), (top, bottom) = panel.view.plot.box.viewRange()
    assert [round(value, 3) for value in (left, right, top, bottom)] == [0, 1, 0, 1]


def test_that_the_axes_show_z_at_the_centres_of_the_tiles(panel, studio_with_run):
    grid = studio_with_run.shown_grid.grid
    ticks = panel.view.plot.axes["bottom"]._tickLevels[0]
    assert ticks[0] == (0.5 / 20, "−1.96")
    assert ticks[-1] == (19.5 / 20, "1.96")
    up = panel.view.plot.axes["left"]._tickLevels[0]
    assert up[0][1] == "1.96"
    assert float(grid.up[0]) > 0


def test_that_the_point_under_the_mouse_is_outlined_by_its_tile_and_decoded_itself(
    panel, studio_with_run, qtbot
):
    plot, preview = panel.view.plot, panel.view.options.preview
    point_at(panel, qtbot, 6, 13)
    qtbot.mouseMove(plot.viewport(), place_of(panel, 6, 13) + QPoint(7, -5))
    assert tile(panel) == (6, 13)
    assert preview._values[2].text() == "14, 14"
    outline = plot.lines.outlined
    assert (outline.x() * 20, outline.y() * 20) == pytest.approx((13, 6))
    grid = studio_with_run.shown_grid.grid
    under_mouse = plot.box.mapSceneToView(plot.mapToScene(place_of(panel, 6, 13) + QPoint(7, -5)))
    expected = grid.z_at(under_mouse.x(), under_mouse.y())
    np.testing.assert_allclose(preview.z, expected, atol=1e-6)
    assert not np.allclose(expected, grid.z[6, 13], atol=0.01)
    qtbot.waitUntil(lambda: preview.picture_z == preview.z, timeout=DECODING_MS)
    decoded = studio_with_run.run.decode(expected[np.newaxis])[0]
    np.testing.assert_allclose(preview.pixels, decoded, atol=1e-5)


def test_that_arrows_move_from_tile_to_tile_and_copy_puts_z_on_the_clipboard(panel, studio_with_run, qtbot):
    plot = panel.view.plot
    point_at(panel, qtbot, 0, 0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(plot, key)
    assert tile(panel) == (1, 0)
    panel.view.options.preview.copy.click()
    copied = json.loads(QGuiApplication.clipboard().text())
    np.testing.assert_allclose(copied, studio_with_run.shown_grid.grid.z[1, 0], atol=2e-3)


def test_that_return_puts_the_tile_into_the_tray(panel, studio_with_run, qtbot):
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_Up)
    qtbot.keyClick(panel.view.plot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(studio_with_run.tray.cards) == 1)
    assert studio_with_run.tray.cards[0].name.startswith("z ")


def test_that_linear_spacing_takes_the_range_and_quantile_spacing_refuses_it(panel, studio_with_run, qtbot):
    axes = panel.view.options.axes
    assert not axes.range.isEnabled()
    assert axes.range.value() == 1.96
    grid = renewed(
        panel,
        studio_with_run,
        qtbot,
        lambda: qtbot.mouseClick(axes.spacing.button("linear"), Qt.MouseButton.LeftButton),
    )
    assert grid.request.spacing == "linear"
    assert axes.range.isEnabled()
    grid = renewed(panel, studio_with_run, qtbot, lambda: axes.range.setValue(3.0))
    assert [round(float(grid.across[place]), 3) for place in (0, -1)] == [-3.0, 3.0]


def test_that_a_prior_without_quantiles_says_why(panel, studio_with_run):
    grid = studio_with_run.shown_grid.grid
    request = GridRequest(spacing="linear")
    other = LatentGrid(grid.images, grid.z, grid.across_axis, grid.up_axis, request, False, "It is a mixture.")
    panel.view.options.show_grid(other)
    button = panel.view.options.axes.spacing.button("quantile")
    assert not button.isEnabled()
    assert button.toolTip() == "It is a mixture."
    assert answers(other, GridRequest(spacing="quantile"))


def test_that_the_number_of_tiles_changes_the_grid(panel, studio_with_run, qtbot):
    grid = renewed(panel, studio_with_run, qtbot, lambda: panel.view.options.axes.tiles.setValue(5))
    assert grid.images.shape[:2] == (5, 5)
    assert panel.view.plot.image.image.shape[:2] == (140, 140)
    assert panel.view.plot.image.boundingRect().width() == 140


def test_that_axes_change_places_when_one_takes_the_dimension_of_the_other(panel, studio_with_run, qtbot):
    across = panel.view.options.axes.across

    def choose_second():
        across.setCurrentIndex(1)
        across.activated.emit(1)

    grid = renewed(panel, studio_with_run, qtbot, choose_second)
    assert (grid.request.across, grid.request.up) == (1, 0)
    assert panel.view.plot.axes["bottom"].labelText == "z2"


def test_that_contrast_spreads_the_levels_about_the_middle(panel):
    panel.view.options.contrast.setValue(100)
    assert panel.view.plot.image.levels.tolist() == [63.75, 191.25]


def test_that_tray_images_are_pinned_where_the_prior_puts_them(panel, studio_with_run, image_files, qtbot):
    studio_with_run.add_images(image_files)
    cards = studio_with_run.tray
    qtbot.waitUntil(
        lambda: [card.state for card in cards.cards].count(CardState.ENCODED) == 3, timeout=DECODING_MS
    )
    pins = panel.view.plot.pins
    assert sorted(pin.number for pin in pins.values()) == [1, 2, 3]
    card = cards.cards[1]
    x, y = studio_with_run.shown_grid.grid.place(*card.posterior.loc)
    assert pins[card.identity].pos() == QPointF(float(x), float(y))
    panel.raise_pin(card.identity)
    assert pins[card.identity].scale() > 1
    panel.view.options.tray_images.setChecked(False)
    assert panel.view.plot.pins == {}


def test_that_saving_asks_for_file_format_and_scale(panel, studio_with_run, qtbot, tmp_path):
    panel.save()
    dialog = panel.view.findChild(SaveDialog)
    assert dialog.path.parent == studio_with_run.run.path / "pictures"
    assert dialog._pixels.text() == "1\u2009120 × 1\u2009120 px"
    dialog.file.setText(str(tmp_path / "grid.png"))
    dialog.scale.setValue(3)
    with qtbot.waitSignal(studio_with_run.notice):
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    with Image.open(tmp_path / "grid.png") as picture:
        assert picture.size == (1680, 1680)
        assert picture.text["Run"] == studio_with_run.run_name


def test_that_the_format_changes_the_ending_and_the_ending_the_format(theme, qtbot, tmp_path):
    figure = Figure("Latent grid", tmp_path / "grid", pixels=np.zeros((560, 560, 1), np.uint8), arrays=dict)
    dialog = SaveDialog(theme, figure, Preferences())
    qtbot.addWidget(dialog)
    qtbot.mouseClick(dialog.format.button(".npz"), Qt.MouseButton.LeftButton)
    assert dialog.path.name == "grid.npz"
    assert not dialog.scale.isEnabled()
    dialog.file.clear()
    qtbot.keyClicks(dialog.file, "other.png")
    assert dialog.format.value() == ".png"


def test_that_the_grid_is_copied_as_a_picture(panel):
    panel.copy()
    assert QGuiApplication.clipboard().image().size().toTuple() == (560, 560)


def test_that_a_run_on_a_table_is_told_in_words(panel, studio_with_run):
    class TableRun:
        data_shape = (7,)

    panel._on_run(TableRun())
    assert not panel.shows_grid
    assert panel.empty.line.text() == A_TABLE[1]


def test_that_the_badge_names_the_epoch_and_offers_when_to_redraw(studio_with_run, theme, qtbot):
    badge = LiveBadge(studio_with_run, theme)
    qtbot.addWidget(badge)
    grid = studio_with_run.shown_grid.grid
    studio_with_run.grid_changed.emit(grid, 7, True)
    assert badge.text() == "● Live · epoch 7"
    studio_with_run.grid_changed.emit(grid, 8, False)
    assert badge.text() == "Epoch 8"
    next(action for action in badge.menu().actions() if action.text().startswith("Do not redraw")).trigger()
    assert studio_with_run.live_mode is LiveMode.OFF


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_that_return_in_the_number_of_steps_takes_it_and_closes_the_menu(studio_with_run, theme, qtbot):
    badge = LiveBadge(studio_with_run, theme)
    qtbot.addWidget(badge)
    menu = badge.menu()
    menu.popup(badge.pos())
    qtbot.waitUntil(menu.isVisible)
    next(action for action in menu.actions() if action.text().startswith("Do not redraw")).hover()
    field = badge.steps
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "40")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not menu.isVisible()
    assert (studio_with_run.live_mode, studio_with_run.live_steps) == (LiveMode.EVERY_STEPS, 40)


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_that_the_menu_of_a_badge_reads_from_left_to_right(studio_with_run, theme, qtbot):
    badge = LiveBadge(studio_with_run, theme)
    qtbot.addWidget(badge)
    badge.show()
    opened = []
    badge.menu().aboutToShow.connect(
        lambda: QTimer.singleShot(0, lambda: (opened.append(label_and_field(badge)), badge.menu().close()))
    )
    badge.showMenu()
    (label, field) = opened[0]
    assert label < field


def label_and_field(badge):
    """Return how far to the right the words and the field for the steps stand."""
    label = next(one for one in badge.steps.parentWidget().findChildren(Label) if one.text() == "Every")
    return label.x(), badge.steps.x()


def narrow_grid():
    """Return a grid of equal quantiles over codes that span 0.96 to 0.964 across and 0.97 to 0.976 up."""
    axes = []
    for dimension, (low, high) in enumerate(((0.96, 0.964), (0.97, 0.976))):
        values = np.linspace(low, high, 12, dtype=np.float32)
        axes.append(GridAxis(dimension, values, np.array([low, high]), np.array([0.0, 1.0])))
    across, up = axes
    z = np.stack(np.meshgrid(across.values, up.values[::-1]), axis=-1)
    return LatentGrid(np.zeros((12, 12, 4, 4, 1), np.float32), z, across, up, GridRequest(12, 12))


def test_that_a_grid_that_comes_before_plots_can_be_drawn_is_shown_then(session, blob_spec, qtbot, theme):
    studio = Studio(session, blob_spec)
    panel = LatentPanel(studio, theme)
    qtbot.addWidget(panel)
    studio.grid_changed.emit(narrow_grid(), 3, False)
    assert not panel.shows_grid
    studio._launcher._on_plots(None)
    assert panel.shows_grid
    with qtbot.waitSignal(studio.closed):
        studio.shutdown()


def test_that_z_has_as_many_decimals_as_tell_neighbours_apart(theme, qtbot):
    preview = Preview(theme)
    qtbot.addWidget(preview)
    grid = narrow_grid()
    preview.show_point(grid, Pointed(0, 0, grid.z[0, 0], 0.96043, 0.97612))
    shown = {label.text() for label in preview.findChildren(Label)}
    assert {"0.9604", "0.9761"} <= shown
    assert [words for _, words in frame_ticks(grid.across, 0.0, 1.0)][:2] == ["0.9600", "0.9607"]


def test_that_the_range_of_codes_far_from_0_is_told_from_end_to_end(theme, qtbot):
    form = AxesForm(theme)
    qtbot.addWidget(form)
    form.show_request(GridRequest(), 2)
    form.show_grid(narrow_grid())
    assert form.range.text() == "0.960 to 0.964"
    assert form.range.accessibleDescription() == ""
    linear = replace(narrow_grid(), request=GridRequest(12, 12, spacing="linear"))
    form.show_request(linear.request, 2)
    form.show_grid(linear)
    assert form.range.text() == "2.0"
    assert form.range.accessibleDescription() == "± σ"


def test_that_sliders_hold_the_other_dimensions_and_report_whether_they_are_dragged(theme, qtbot):
    held = HeldDimensions(theme)
    qtbot.addWidget(held)
    held.show_dimensions([0.0, 0.0, 0.5, -1.0], {0, 1})
    assert sorted(held.sliders) == [2, 3]
    assert held.sliders[2].value() == 10
    told = []
    held.changed.connect(lambda values, dragging: told.append((values, dragging)))
    held.sliders[3].setSliderDown(True)
    held.sliders[3].setValue(20)
    assert held.dragging
    held.sliders[3].setSliderDown(False)
    assert told == [((0.0, 0.0, 0.5, 1.0), True), ((0.0, 0.0, 0.5, 1.0), False)]
    assert held.source.currentText() == "Held where the sliders are"
    held.source.setCurrentIndex(0)
    held.source.activated.emit(0)
    assert told[-1] == ((), False)


def test_that_the_other_dimensions_can_be_held_at_a_card(theme, qtbot):
    held = HeldDimensions(theme)
    qtbot.addWidget(held)
    held.show_cards([(7, "1 seven.png")])
    held.source.setCurrentIndex(1)
    with qtbot.waitSignal(held.card_chosen) as caught:
        held.source.activated.emit(1)
    assert caught.args == [7]
    held.show_source((0.5, 0.5))
    assert held.source.currentText() == "Held at 1 seven.png"
    held.show_cards([])
    assert held.source.currentText() == "Held where the sliders are"
    held.show_source(())
    assert held.source.currentText() == "Held at the prior mean"


def test_that_many_dimensions_are_shown_a_block_at_a_time(theme, qtbot):
    held = HeldDimensions(theme)
    qtbot.addWidget(held)
    held.show_dimensions([0.0] * 500, {0, 1})
    assert len(held.sliders) == BLOCK
    held._block.setCurrentIndex(1)
    assert min(held.sliders) == 2 + BLOCK


def test_that_a_request_is_fitted_to_the_latent_space():
    assert fitting(GridRequest(), 1).up is None
    assert fitting(GridRequest(across=4, up=5), 3) == GridRequest(across=0, up=1)
    assert fitting(GridRequest(held=(1.0, 2.0)), 3).held == ()
    assert fitting(GridRequest(up=None), 2).up == 1
    plane = PlaneBasis.of_dimensions(0, 1, np.zeros(3))
    assert fitting(GridRequest(plane=plane), 3).plane == plane
    assert fitting(GridRequest(plane=plane), 2).plane is None


@pytest.mark.parametrize(
    ("shape", "tiles"), [((28, 28, 1), 20), ((64, 64, 3), 17), ((256, 256, 3), 5), ((8, 8, 1), 20)]
)
def test_that_large_images_make_small_grids(shape, tiles):
    assert default_tiles(shape) == tiles


def test_that_a_single_row_has_no_upward_axis(theme, qtbot):
    from vae_studio.gui.latent.plot import GridPlot

    axis = GridAxis(0, np.linspace(-1, 1, 4, dtype=np.float32), np.array([-2.0, 2.0]), np.array([0.0, 1.0]))
    grid = LatentGrid(np.zeros((1, 4, 8, 6, 3)), np.zeros((1, 4, 1)), axis, None, GridRequest(up=None))
    plot = GridPlot(theme)
    qtbot.addWidget(plot)
    plot.show_grid(grid)
    assert plot.tile_ratio == 3.0
    assert plot.axes["left"]._tickLevels == [[]]


def test_that_training_draws_only_while_somebody_looks_and_makes_up_for_it_then(panel, studio_with_run, qtbot):
    studio = studio_with_run
    feed = studio._desk.feed
    assert isinstance(feed.live(studio.run), LatentGrid)
    panel.hide()
    assert feed.live(studio.run) is None
    with qtbot.waitSignal(studio.grid_changed, timeout=DECODING_MS):
        panel.show()
    assert isinstance(feed.live(studio.run), LatentGrid)


def test_that_a_grid_of_which_nothing_was_missed_is_not_drawn_again(panel, studio_with_run, qtbot):
    panel.hide()
    with qtbot.assertNotEmitted(studio_with_run.grid_changed, wait=100):
        panel.show()
