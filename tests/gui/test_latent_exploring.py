"""Zooming, planes and overlays of the Latent grid, through its controls, on a trained run."""

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QThread
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsItem

from vae_studio.api import RunSpec, SpecError
from vae_studio.gui.core.pictures import PictureJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.latent.class_key import LINE, ClassKey
from vae_studio.gui.latent.density_cache import DensityCache
from vae_studio.gui.latent.feed import PREVIEW_TILES, GridFeed
from vae_studio.gui.latent.panel import LatentPanel
from vae_studio.gui.latent.pin_layer import Mark
from vae_studio.gui.latent.plane_form import PlaneForm
from vae_studio.gui.latent.plot import GridPlot
from vae_studio.gui.latent.pointing import centre_of, pointed_at
from vae_studio.gui.latent.view import GridView
from vae_studio.gui.pieces import Pieces
from vae_studio.latent.grid import GridAxis, GridRequest, LatentGrid, Window
from vae_studio.latent.points import LatentPoints

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


@pytest.fixture
def plot(theme, qtbot):
    """A plot with a fed grid of 4×4 tiles, which needs no model."""
    plot = GridPlot(theme)
    qtbot.addWidget(plot)
    plot.resize(400, 400)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_grid(fed_grid())
    return plot


def fed_grid(window=None, tiles=4, spacing="linear"):
    """Return a grid over [−2, 2]² without a model behind it."""
    ends, shares = np.array([-2.0, 2.0]), np.array([0.0, 1.0])
    spans = [(-2, 2), (-2, 2)] if window is None else [(window.left, window.right), (window.bottom, window.top)]
    axes = []
    for dimension, (low, high) in enumerate(spans):
        step = (high - low) / tiles
        values = np.array([low + (number + 0.5) * step for number in range(tiles)], np.float32)
        axes.append(
            GridAxis(dimension, values, ends, shares, (low + 2) / 4, (high + 2) / 4, spacing == "linear")
        )
    across, up = axes
    z = np.stack(np.meshgrid(across.values, up.values[::-1]), axis=-1)
    images = np.random.default_rng(0).uniform(size=(tiles, tiles, 6, 6, 1))
    request = GridRequest(tiles, tiles, spacing=spacing, window=window)
    return LatentGrid(images, z, across, up, request)


def asked(plot, act):
    """Do something and return what was asked for meanwhile: windows, and whether they still moved."""
    found = []
    plot.window_wanted.connect(lambda window, moving: found.append((window, moving)))
    act()
    return found


def wheel(plot, at, steps):
    """Turn the wheel at a place of the grid."""
    scene = plot.box.mapViewToScene(QPointF(*at))
    position = QPointF(plot.mapFromScene(scene))
    event = QWheelEvent(
        position,
        plot.viewport().mapToGlobal(position),
        QPoint(0, 0),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), event)


def test_that_the_wheel_asks_for_what_comes_into_view_and_again_when_it_rests(plot, qtbot):
    found = asked(plot, lambda: wheel(plot, (0.5, 0.25), 2))
    window, moving = found[-1]
    assert moving
    assert window.left < 0 < window.right < 2
    assert window.right - window.left == pytest.approx(window.top - window.bottom, rel=1e-6)
    assert window.top - 1.0 == pytest.approx(0.25 * (window.top - window.bottom), abs=0.02)
    qtbot.waitUntil(lambda: found[-1] == (window, False))


def test_that_panning_asks_for_windows_and_points_at_nothing_new(plot, monkeypatch, qtbot):
    monkeypatch.setitem(pg.CONFIG_OPTIONS, "mouseRateLimit", 0)  # else moves that follow at once are left out
    middle = plot.viewport().rect().center()
    plot.navigator.zoom(0.5)
    send_mouse(plot, QEvent.Type.MouseMove, middle, held=False)
    before, pointed, windows = plot.point, [], []
    plot.pointed.connect(pointed.append)
    plot.window_wanted.connect(lambda window, moving: windows.append(window))
    send_mouse(plot, QEvent.Type.MouseButtonPress, middle)
    for step in range(1, 12):
        send_mouse(plot, QEvent.Type.MouseMove, middle + QPoint(4 * step, 4 * step))
    assert len(set(windows)) > 3
    assert not pointed
    send_mouse(plot, QEvent.Type.MouseButtonRelease, middle + QPoint(44, 44), held=False)
    send_mouse(plot, QEvent.Type.MouseMove, middle + QPoint(60, 20), held=False)
    assert not np.allclose(pointed[-1].z, before.z, atol=0.01)


def send_mouse(plot, kind, at, held=True):
    """Send the plot an event of the mouse, its left button held or not after it."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    changed = none if kind is QEvent.Type.MouseMove else left
    across = QPointF(plot.viewport().mapToGlobal(at))
    modifiers = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, QPointF(at), across, changed, left if held else none, modifiers)
    QApplication.sendEvent(plot.viewport(), event)


def test_that_the_view_keeps_still_while_the_tiles_of_an_older_part_arrive(plot):
    wheel(plot, (0.5, 0.5), 2)
    view = plot.navigator.frame
    plot.show_grid(fed_grid(Window(-1.9, 1.9, -1.9, 1.9)))
    assert plot.navigator.frame == view
    drawn = plot.image.mapRectToParent(plot.image.boundingRect())
    assert (drawn.x(), drawn.y(), drawn.width()) == pytest.approx((0.025, 0.025, 0.95))


def test_that_a_shows_everything_again(plot, qtbot):
    wheel(plot, (0.2, 0.2), 3)
    found = asked(plot, lambda: qtbot.keyClick(plot, Qt.Key.Key_A))
    assert found == [(None, False)]
    assert plot.navigator.at_home


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Home, Qt.Key.Key_0])
def test_that_whoever_zooms_with_the_wheel_can_undo_it_with_a_key(view, quiet_studio, key, qtbot):
    view.options.tray_images.setFocus()
    wheel(view.plot, (0.2, 0.2), 3)
    assert view.plot.hasFocus()
    qtbot.keyClick(view.plot, key)
    assert view.plot.navigator.at_home
    assert quiet_studio.grid_request.window is None


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Home, Qt.Key.Key_0])
def test_that_the_keys_work_beside_the_plot_but_not_in_a_number(view, key, qtbot):
    tiles = view.options.axes.tiles
    wheel(view.plot, (0.2, 0.2), 3)
    tiles.setFocus()
    qtbot.keyClick(tiles, key)
    assert not view.plot.navigator.at_home
    view.options.tray_images.setFocus()
    qtbot.keyClick(view.options.tray_images, key)
    assert view.plot.navigator.at_home


def test_that_home_is_left_to_a_slider(view, qtbot):
    wheel(view.plot, (0.2, 0.2), 3)
    view.options.contrast.setFocus()
    qtbot.keyClick(view.options.contrast, Qt.Key.Key_Home)
    assert view.options.contrast.value() == view.options.contrast.minimum()
    assert not view.plot.navigator.at_home


def test_that_a_button_shows_the_whole_plane_while_a_part_is_in_view(view, quiet_studio, qtbot):
    whole = view.plot.whole
    assert not whole.isVisible()
    wheel(view.plot, (0.2, 0.2), 3)
    assert whole.isVisible()
    assert view.plot.rect().contains(whole.geometry())
    assert (whole.button.accessibleName(), whole.button.toolTip()) == ("Whole plane", "Show everything (A)")
    qtbot.mouseClick(whole.button, Qt.MouseButton.LeftButton)
    assert quiet_studio.grid_request.window is None
    assert not whole.isVisible()
    assert view.plot.hasFocus()


def test_that_a_click_gives_the_plot_the_keys(view, qtbot):
    view.options.tray_images.setFocus()
    qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton)
    assert view.plot.hasFocus()


def test_that_the_density_says_what_its_lines_are(view):
    key = view.options.density_key
    assert not key.isVisible()
    view.options.density.setChecked(True)
    assert key.isVisible()
    assert key.text() == "lines: 50, 90, 99 % of the examples\nveil: holes"


def test_that_plus_and_minus_zoom_about_the_point(plot, qtbot):
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus):
        qtbot.keyClick(plot, key)
    before = plot.point
    x, y = plot.grid_shown.place(before.u, before.v)
    left, top, width, height = plot.navigator.frame
    assert width == pytest.approx(0.8)
    assert ((x - left) / width, (y - top) / height) == pytest.approx((float(x), float(y)), abs=1e-6)
    qtbot.keyClick(plot, Qt.Key.Key_Minus)
    assert plot.navigator.frame[2] == pytest.approx(1.0)


def test_that_quantiles_end_at_the_edge_and_equal_steps_go_on(plot):
    plot.navigator.zoom(2.0)
    assert plot.navigator.frame == pytest.approx((-0.5, -0.5, 2, 2))
    assert plot._window.left == pytest.approx(-4.0)
    plot.reset_view()
    plot.show_grid(fed_grid(spacing="quantile"))
    plot.navigator.zoom(2.0)
    assert plot.navigator.at_home


def test_that_arrows_at_the_edge_of_a_part_move_the_view_on(plot, qtbot):
    part = Window(-1.0, 1.0, -1.0, 1.0)
    plot.navigator.zoom(0.5)
    plot.show_grid(fed_grid(part))
    for _ in range(2):
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    found = asked(plot, lambda: qtbot.keyClick(plot, Qt.Key.Key_Right))
    assert found[-1][0].left == pytest.approx(-0.5)


def test_that_control_drags_the_tile_out_and_does_not_pan(plot, qtbot):
    start = plot.mapFromScene(plot.box.mapViewToScene(QPointF(0.4, 0.4)))
    plot.navigator.zoom(0.5)
    view = plot.navigator.frame
    with qtbot.waitSignal(plot.dragged_out):
        qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, start)
        qtbot.mouseMove(plot.viewport(), start + QPoint(30, 0))
    assert plot.navigator.frame == view


def test_that_pins_beyond_the_range_stand_on_the_edge_until_the_view_goes_there(plot):
    plot.show_marks({5: Mark(1, np.array([3.0, 0.0]))})
    assert plot.pins[5].pos() == QPointF(1.0, 0.5)
    clips = QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape
    assert not plot.box.flags() & clips  # the pin overlaps the edge
    plot.navigator.zoom(3.0)
    assert plot.box.flags() & clips
    assert plot.pins[5].pos() == QPointF(1.25, 0.5)


def test_that_a_place_beside_the_tiles_belongs_to_the_nearest_tile():
    grid = fed_grid()
    assert (pointed_at(grid, 1.0, 0.0).row, pointed_at(grid, 1.0, 0.0).column) == (0, 3)
    x, y = centre_of(grid, 2, 1)
    np.testing.assert_allclose(pointed_at(grid, x, y).z, grid.z[2, 1])


def test_that_the_cards_of_the_tray_are_offered_as_corners(theme, qtbot):
    form = PlaneForm(theme)
    qtbot.addWidget(form)
    form.suggest([10, 11, 12])
    assert [corner.card for corner in form.corners] == [None] * 3
    form.show_cards([(4, "1 a.png"), (9, "2 b.png")])
    assert [corner.card for corner in form.corners] == [4, 9, None]
    form.corners[0].source.setCurrentIndex(1)
    form.corners[0].source.activated.emit(1)
    form.show_cards([(4, "1 a.png"), (9, "2 b.png"), (12, "3 c.png")])
    assert [corner.card for corner in form.corners] == [9, 9, 12]
    form.allow(1)
    assert not form.kind.isEnabled()


def test_that_densities_are_computed_one_at_a_time_and_only_anew():
    work, drawn = [], []
    cache = DensityCache(lambda job, done, _: work.append((job, done)), drawn.append)
    points = LatentPoints(np.zeros((4, 2)), np.ones((4, 2)), np.arange(4), None, (), "test", 4)
    cache.ask(points, fed_grid())
    cache.ask(points, fed_grid(tiles=2))
    cache.ask(points, fed_grid(Window(-1, 1, -1, 1)))
    assert len(work) == 1
    job, done = work.pop()
    done(job())
    assert len(work) == 1  # the part; the same plane with other tiles needs none
    job, done = work.pop()
    done(job())
    assert [picture.frame for picture in drawn] == [(0.0, 0.0, 1.0, 1.0), (0.25, 0.25, 0.5, 0.5)]


def test_that_the_key_breaks_its_classes_into_lines(theme, qtbot):
    key = ClassKey(theme, 100)
    qtbot.addWidget(key)
    key.show_classes(tuple("0123456789"))
    assert key.height() > LINE
    assert key.accessibleName().endswith("8, 9")
    key.show_classes(())
    assert key.isHidden()


@pytest.fixture
def view(quiet_studio, theme, qtbot):
    """The drawn page with a fed grid; nothing is decoded."""
    view = GridView(quiet_studio, theme)
    Pieces(view.making()).finish()
    qtbot.addWidget(view)
    view.resize(900, 500)
    with qtbot.waitExposed(view):
        view.show()
    view.show_grid(fed_grid(), 3)
    return view


def test_that_narrow_options_stand_behind_a_button_and_escape_folds_them(view, qtbot):
    assert not view.side.button.isVisible()
    view.resize(600, 500)
    assert view.side.folded
    assert not view.options.isVisible()
    view.layout().activate()
    plot_width = view.plot.width()
    qtbot.mouseClick(view.side.button, Qt.MouseButton.LeftButton)
    assert view.options.isVisible()
    assert view.plot.width() == plot_width
    view.options.axes.tiles.setFocus()
    qtbot.keyClick(view.options.axes.tiles, Qt.Key.Key_Escape)
    assert not view.options.isVisible()
    view.resize(900, 500)
    qtbot.waitUntil(lambda: view.options.isVisible() and not view.side.folded)


def test_that_every_control_has_a_name_and_words(view):
    options = view.options
    fields = [options.plane.kind, options.axes.across, options.contrast, options.held.source]
    assert all(field.accessibleName() and field.toolTip() for field in fields)
    checks = [options.tray_images, options.examples, options.density, options.tile_borders]
    assert all(check.toolTip() for check in checks)


def test_that_another_axis_shows_the_whole_of_another_plane(view, quiet_studio):
    view.plot.navigator.zoom(0.5)
    assert quiet_studio.grid_request.window is not None
    view.options.axes.changed.emit({"across": 1, "up": 0})
    assert quiet_studio.grid_request.window is None
    assert view.plot.navigator.at_home


def test_that_a_change_of_spacing_keeps_the_part_in_view(view, quiet_studio):
    view.plot.navigator.zoom(0.5)
    window = quiet_studio.grid_request.window
    view.options.axes.changed.emit({"spacing": "linear"})
    assert quiet_studio.grid_request.window == window
    view.plot.navigator.zoom(4.0)
    view.options.axes.changed.emit({"spacing": "quantile"})
    assert quiet_studio.grid_request.window is None  # quantiles have no place beyond the ends


def test_that_pins_and_cards_are_selected_together(view, quiet_studio):
    view.plot.show_marks({5: Mark(1, np.array([0.5, 0.0]))})
    view.plot.pins[5].clicked.emit(False)
    assert quiet_studio.selection.cards == (5,)


def test_that_a_run_is_explored_by_zooming_and_its_picture_says_where(panel, studio_with_run, qtbot):
    grids = []
    studio_with_run.grid_changed.connect(lambda grid, *_: grids.append(grid))
    wheel(panel.view.plot, (0.5, 0.5), 2)
    qtbot.waitUntil(
        lambda: bool(grids) and grids[-1].images.shape[0] == 20 and grids[-1].request.window is not None,
        timeout=DECODING_MS,
    )
    assert grids[0].images.shape[:2] == (PREVIEW_TILES, PREVIEW_TILES)
    assert panel.view.plot.navigator.frame == pytest.approx(grids[-1].frame)
    assert panel.view.options.axes.tiles.value() == 20
    figure = studio_with_run.outputs.grid_figure()
    window = grids[-1].request.window
    across = figure.metadata["Latent across"]["z"]
    assert window.left < across[0] < across[-1] < window.right
    assert set(figure.endings) == {".png", ".npz"}


def test_that_examples_lie_over_the_grid_and_planes_go_through_them(panel, studio_with_run, qtbot):
    options, plot = panel.view.options, panel.view.plot
    with qtbot.waitSignal(studio_with_run.views.grid_examples.arrived, timeout=DECODING_MS) as caught:
        options.examples.setChecked(True)
    points = caught.args[0].points
    grid = studio_with_run.shown_grid.grid
    np.testing.assert_allclose(plot.points.places, np.stack(grid.place(*points.loc.T), axis=1))
    assert options.key.names == points.class_names
    options.density.setChecked(True)
    qtbot.waitUntil(lambda: plot.density.picture is not None, timeout=DECODING_MS)
    assert plot.density.picture.frame == grid.frame
    options.density.setChecked(False)
    options.examples.setChecked(False)
    assert plot.density.picture is None
    assert len(plot.points.places) == 0

    choose_plane(panel, "principal")
    qtbot.waitUntil(lambda: shown_plane(studio_with_run) is not None, timeout=DECODING_MS)
    assert plot.axes["bottom"].labelText == "PC1"
    assert not options.axes.across.isVisible()
    choose_plane(panel, "dimensions")
    qtbot.waitUntil(lambda: shown_plane(studio_with_run) is None, timeout=DECODING_MS)
    assert options.axes.across.isVisible()

    chosen = [corner.example.value() for corner in options.plane.corners]
    assert chosen == studio_with_run.dataset.splits.test[:3].tolist()
    choose_plane(panel, "examples")
    qtbot.waitUntil(lambda: shown_plane(studio_with_run) is not None, timeout=DECODING_MS)
    loc, _ = studio_with_run.run.posterior_map(studio_with_run.dataset.examples[chosen])
    plane = shown_plane(studio_with_run)
    np.testing.assert_allclose(plane.to_z(*plane.to_plane(loc)), loc, atol=1e-4)
    options.plane.corners[2].example.setValue(chosen[0])
    qtbot.waitUntil(lambda: options.plane.note.isVisible(), timeout=DECODING_MS)
    assert options.plane.note.text().startswith("The three examples lie on one line")
    assert shown_plane(studio_with_run) == plane


def shown_plane(studio):
    """Return the plane of the grid on screen, None for that of two dimensions."""
    return studio.shown_grid.grid.request.plane


def choose_plane(panel, kind):
    """Choose a kind of plane, as a person does."""
    box = panel.view.options.plane.kind
    box.setCurrentIndex(box.findData(kind))
    box.activated.emit(box.currentIndex())


def test_that_a_live_grid_is_left_out_while_the_part_in_view_holds_no_codes(qtbot):
    class Wandered:
        data_shape = (6, 6, 1)
        spec = RunSpec()

        def latent_grid(self, request):
            if request.window is not None:
                raise SpecError("the window covers nothing")
            return fed_grid()

    core = Core()
    feed = GridFeed(core, PictureJobs(core))
    run = Wandered()
    assert feed.live(run).request == fed_grid().request
    feed.ask(replace(feed.request, window=Window(8, 9, 8, 9)))
    assert feed.live(run) is None


def test_that_a_past_epoch_is_decoded_on_the_core_thread_and_the_present_beside_it(qtbot):
    names = []

    class Seen:
        data_shape, spec, complete_epochs = (6, 6, 1), RunSpec(), 5

        def latent_grid(self, request):
            names.append(QThread.currentThread().objectName())
            return fed_grid()

        def at_epoch(self, epoch):
            return self

    core = Core()
    pictures = PictureJobs(core)
    feed = GridFeed(core, pictures)
    feed.set_run(Seen())
    core.start()
    for act in (feed.renew, feed.renew, lambda: feed.show_epoch(2), lambda: feed.show_epoch(None)):
        with qtbot.waitSignal(feed.arrived):
            act()
    assert names == ["core", "pictures", "core", "pictures"]
    with qtbot.waitSignals([pictures.closed, core.finished]):
        pictures.closed.connect(core.quit)
        pictures.close()
