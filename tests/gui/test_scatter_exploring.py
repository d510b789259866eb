"""What can be found out in the Scatter: selections, figures, projections, what lies among the points."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from vae_studio.gui.pieces import Pieces
from vae_studio.gui.saving.dialog import SaveDialog
from vae_studio.gui.scatter.panel import ScatterPanel
from vae_studio.gui.scatter.posterior_marks import PosteriorMark
from vae_studio.gui.scatter.view import ScatterView
from vae_studio.gui.traversals.feed import Start
from vae_studio.latent.planes import PlaneBasis
from vae_studio.latent.point_figures import PointFigures
from vae_studio.latent.projection import covariance_on, ellipse

CORE_MS = 60_000


@pytest.fixture
def panel(studio_with_run, theme, qtbot):
    panel = ScatterPanel(studio_with_run, theme)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.waitUntil(lambda: panel.shows_points, timeout=CORE_MS)
    return panel


@pytest.fixture
def fed(quiet_studio, made_up_points, theme, qtbot):
    """The page with made-up points of four latent dimensions, and no core behind it."""
    view = ScatterView(quiet_studio, theme)
    Pieces(view.making()).finish()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    view.show_points(made_up_points(4))
    return view


def figures_of(shown, values, quantity="kl"):
    return PointFigures(quantity, np.asarray(values, float), "nats", shown.points.indices)


def draw_line(plot, qtbot, corners, modifier):
    left, viewport = Qt.MouseButton.LeftButton, plot.viewport()
    qtbot.mousePress(viewport, left, modifier, corners[0])
    for corner in corners[1:]:
        qtbot.mouseMove(viewport, corner)
    qtbot.mouseRelease(viewport, left, modifier, corners[-1])


def around(plot, number, side=30):
    """Return the corners of a square around a point, close enough for a line through them."""
    centre = plot.place_on_screen(number).toPoint()
    corners = [QPoint(-side, -side), QPoint(side, -side), QPoint(side, side), QPoint(-side, side)]
    return [centre + corner for corner in corners]


def test_that_shift_and_dragging_selects_what_lies_inside_the_line(fed, qtbot):
    plot = fed.plot
    draw_line(plot, qtbot, around(plot, 7), Qt.KeyboardModifier.ShiftModifier)
    chosen = fed.selected.indices
    assert fed.shown.points.indices[7] in chosen
    low, high = (plot.box.mapSceneToView(plot.mapToScene(corner)) for corner in around(plot, 7)[::2])
    inside = (plot.places[:, 0] > low.x()) & (plot.places[:, 0] < high.x())
    inside &= (plot.places[:, 1] < low.y()) & (plot.places[:, 1] > high.y())
    assert set(chosen) == set(fed.shown.points.indices[inside])
    assert fed.side.isVisibleTo(fed)
    assert fed.drawer.isVisibleTo(fed)
    assert fed.drawer.title.text() == f"{len(chosen)} selected"
    assert len(plot.points.colours) == len(chosen), "the others stand back"


def test_that_the_lasso_button_draws_one_line_and_escape_lets_go(fed, qtbot):
    plot = fed.plot
    qtbot.mouseClick(plot.tools.lasso, Qt.MouseButton.LeftButton)
    draw_line(plot, qtbot, around(plot, 7), Qt.KeyboardModifier.NoModifier)
    assert len(fed.selected.indices)
    assert not plot.tools.lasso.isChecked(), "the next drag pans again"
    more = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
    before = set(fed.selected.indices)
    draw_line(plot, qtbot, around(plot, 20), more)
    assert before < set(fed.selected.indices), "with Ctrl the points are added"
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert not len(fed.selected.indices)
    assert not fed.side.isVisibleTo(fed)
    assert fed.options.isVisibleTo(fed)


def test_that_points_are_selected_from_the_keyboard(fed, qtbot):
    plot = fed.plot
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    pointed = plot.point
    qtbot.keyClick(plot, Qt.Key.Key_Space)
    assert fed.selected.indices.tolist() == [fed.shown.points.indices[pointed]]
    assert plot.point == pointed
    qtbot.keyClick(plot, Qt.Key.Key_Space)
    assert not len(fed.selected.indices)
    qtbot.mouseClick(fed.options.legend.entries[3], Qt.MouseButton.LeftButton)
    qtbot.keyClick(plot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert set(fed.shown.dataset.labels[fed.selected.indices]) == set(range(10)) - {3}, "hidden ones are not"


def test_that_a_selection_survives_new_weights_and_ends_with_the_run(fed, made_up_points):
    fed.selected.choose(fed.shown.points.indices[:5])
    fed.show_points(made_up_points(4, count=3))
    assert fed.selected.indices.tolist() == fed.shown.points.indices.tolist()
    fed.forget()
    assert not len(fed.selected.indices)


def test_that_the_drawer_shows_pictures_and_classes_and_hands_them_on(fed, quiet_studio, digits, qtbot):
    indices = fed.shown.points.indices[:30]
    fed.selected.choose(indices)
    drawer = fed.drawer
    assert drawer.gallery.model().rowCount() == 30
    assert not drawer.gallery.model().index(0, 0).data(Qt.ItemDataRole.DecorationRole).isNull()
    label = int(digits.labels[indices[0]])
    assert digits.class_names[label] in drawer.classes.text()
    assert "24 of 30" in drawer.tray.text()
    drawer.gallery.setCurrentIndex(drawer.gallery.model().index(4, 0))
    with qtbot.waitSignal(quiet_studio.views.traversals.wanted):
        drawer.traverse.click()
    assert quiet_studio.views.traversals.request.start == Start("example", int(indices[4]))
    drawer.tray.click()
    qtbot.waitUntil(lambda: len(quiet_studio.tray.cards) == 1)
    drawer.gallery.pointed.emit(4)
    assert fed.shown.points.indices[fed.plot.point] == indices[4], "its point stands out"


def test_that_a_selection_is_saved_as_a_sheet_a_table_or_arrays(fed, qtbot, tmp_path):
    fed.selected.choose(fed.shown.points.indices[:23])
    fed.drawer.export.click()
    dialog = fed.findChild(SaveDialog)
    assert dialog is not None
    dialog.reject()
    figure = fed.selection_figure()
    assert figure.endings == (".png", ".csv", ".npz")
    assert figure.pixels.shape == (2 * 28, 20 * 28, 1)
    np.testing.assert_array_equal(figure.pixels[:28, :28], fed.shown.dataset.examples[fed.selected.indices[0]])
    arrays = figure.arrays()
    np.testing.assert_array_equal(arrays["indices"], fed.selected.indices)
    np.testing.assert_array_equal(arrays["examples"], fed.shown.dataset.examples[fed.selected.indices])
    assert len(figure.table().splitlines()) == 24


def test_that_the_points_wear_a_figure_on_a_scale(panel, studio_with_run, qtbot):
    view, form = panel.view, panel.view.options.colour
    with qtbot.waitSignal(studio_with_run.views.figures.arrived, timeout=CORE_MS):
        choose(form.by, "kl")
    figures = view.figures.figures
    assert figures.known == len(view.shown.points)
    assert form.scale.isVisibleTo(panel)
    low, high = figures.values.argmin(), figures.values.argmax()
    assert view.plot.points.colours[low].tolist() != view.plot.points.colours[high].tolist()
    assert view.options.legend.entries[0].isVisibleTo(panel), "the classes can still be left out"
    view.plot.point_at(int(high))
    assert f"KL  {figures.values[high]:.2f}" in view.plot.card.lines.text()
    choose(form.by, "class")
    assert not form.scale.isVisibleTo(panel)
    assert len(set(map(tuple, view.plot.points.colours.tolist()))) == 10


def test_that_unmeasured_points_stand_back_and_the_form_says_how_many(fed):
    fed.options.colour.set_quantity("log_likelihood")
    values = np.where(np.arange(120) < 50, -100.0 - np.arange(120), np.nan)
    fed.figures.take(figures_of(fed.shown, values, "log_likelihood"))
    assert len(fed.plot.points.colours) == 50
    assert len(fed.plot.faint.colours) == 70
    assert fed.options.colour.words.text().startswith("50 of 120 examples")


def test_that_measuring_says_how_far_it_is_and_can_be_cancelled(fed, quiet_studio, tiny_run, made_up_points):
    quiet_studio._desk.show(tiny_run)
    fed.show_points(made_up_points(4))
    form, feed = fed.options.colour, quiet_studio.views.figures
    choose(form.by, "log_likelihood")
    assert feed.running, "no core is there to do it"
    assert form.words.text() == "0 of 120 measured"
    assert form.cancel.isVisibleTo(fed)
    form.cancel.click()
    assert not feed.running
    assert not form.cancel.isVisibleTo(fed)


def test_that_an_autoencoder_says_why_it_has_no_kl(fed):
    fed.show_points(replace(fed.shown, lacking={"kl": "its codes are points"}))
    place = fed.options.colour.by.findData("kl")
    assert not fed.options.colour.by.model().item(place).isEnabled()
    assert fed.options.colour.by.itemData(place, Qt.ItemDataRole.ToolTipRole) == "its codes are points"


def test_that_more_dimensions_offer_pairs_and_principal_components(fed):
    form = fed.options.projection
    assert form.isVisibleTo(fed)
    assert (form.across.currentText(), form.up.currentText()) == ("z2", "z4"), "those that vary most"
    choose(form.up, 1)
    assert (form.across.currentText(), form.up.currentText()) == ("z3", "z2"), "one axis cannot be the other"
    choose(form.method, "principal")
    loc = fed.shown.points.loc.astype(np.float64)
    expected = (loc - loc.mean(axis=0)) @ np.linalg.svd(loc - loc.mean(axis=0))[2][:2].T
    np.testing.assert_allclose(np.abs(fed.plot.places), np.abs(expected), atol=1e-4)
    assert fed.plot.axes["bottom"].labelText.startswith("PC1, ")
    assert "% of the variance" in fed.plot.axes["bottom"].labelText
    assert not form.across.isVisibleTo(fed)


def test_that_umap_is_offered_where_it_is_installed(fed):
    box = fed.options.projection.method
    place = box.findData("umap")
    reason = box.itemData(place, Qt.ItemDataRole.ToolTipRole)
    assert box.model().item(place).isEnabled() != reason.startswith("UMAP is not installed")


def test_that_an_embedding_is_drawn_when_it_has_come(fed, quiet_studio, monkeypatch, made_up_points):
    asked = []
    monkeypatch.setattr(quiet_studio.views.embedder, "start", lambda *values: asked.append(values))
    form = fed.options.projection
    choose(form.method, "tsne")
    codes, method, done, _ = asked[0]
    np.testing.assert_array_equal(codes, fed.shown.points.loc)
    assert method == "tsne"
    assert len(fed.plot.places) == 0, "nothing has a place yet"
    assert not fed.options.picture.isEnabled()
    places = np.random.default_rng(1).normal(size=(120, 2)).astype(np.float32)
    done(places)
    np.testing.assert_array_equal(fed.plot.places, places)
    assert form.words.text() == "120 examples, epoch 3."
    fed.show_points(made_up_points(4, epoch=4))
    np.testing.assert_array_equal(fed.plot.places, places)
    assert "epoch 4 now" in form.words.text()
    form.again.click()
    assert len(asked) == 2


def test_that_correlated_posteriors_are_turned_ellipses(fed):
    turned = np.array([[2.0, 1.5], [1.5, 2.0]])
    longer, shorter, angle = ellipse(turned)
    assert (longer**2, shorter**2, angle) == pytest.approx((3.5, 0.5, 45.0))
    mark = PosteriorMark(1, (0.5, -1.0), ((2.0, 1.5), (1.5, 2.0)))
    fed.plot.marks.show_marks({5: mark})
    widest = max(fed.plot.marks.ellipses, key=lambda item: item.rect().width())
    assert widest.rotation() == pytest.approx(45.0)
    assert widest.rect().width() == pytest.approx(4 * 3.5**0.5)
    assert (widest.pos().x(), widest.pos().y()) == (0.5, -1.0)


def test_that_a_posterior_is_seen_on_an_oblique_plane_as_its_draws_are():
    generator = np.random.default_rng(0)
    root = generator.normal(size=(3, 3))
    basis = PlaneBasis((0, 0, 0), (0.6, 0.8, 0.0), (0.0, 0.0, 1.0), ("a", "b"))
    draws = generator.normal(size=(200_000, 3)) @ root.T
    seen = np.cov(np.stack(basis.to_plane(draws)))
    np.testing.assert_allclose(covariance_on(basis, np.zeros(3), root @ root.T), seen, rtol=0.03, atol=0.02)


def test_that_pins_of_the_tray_choose_their_cards(fed, quiet_studio):
    mark = PosteriorMark(1, (0.0, 0.0), ((1.0, 0.0), (0.0, 1.0)))
    fed.plot.marks.show_marks({5: mark, 6: mark})
    fed.plot.marks.pins[5].clicked.emit(False)
    fed.plot.marks.show_marks({5: mark, 6: mark})
    fed.plot.marks.pins[6].clicked.emit(True)
    assert quiet_studio.selection.cards == (5, 6)
    fed.plot.marks.show_marks({5: mark, 6: mark})
    fed.plot.marks.pins[6].hovered.emit(True)
    assert quiet_studio.selection.pointed == 6


def test_that_the_decoded_plane_lies_under_the_points_where_it_was_decoded(panel, studio_with_run, qtbot):
    view = panel.view
    with qtbot.waitSignal(studio_with_run.views.decoding.arrived, timeout=CORE_MS) as caught:
        view.options.picture.click()
    decoded = caught.args[0]
    assert view.plot.picture.shown
    window = decoded.window
    seen = view.plot.seen()
    assert (window.left, window.bottom, window.width) == (seen.left(), seen.top(), seen.width())
    u, v = window.centres()
    tile = studio_with_run.run.decode(np.array([[u[0, 0], v[0, 0]]]))[0]
    np.testing.assert_allclose(decoded.pixels[:28, :28] / 255, tile, atol=0.5 / 255 + 1e-6)
    assert v[0, 0] > v[-1, 0], "the upper row first"
    view.options.picture.click()
    assert not view.plot.picture.shown


def test_that_a_whole_split_can_be_asked_for(fed, quiet_studio):
    fed.show_points(replace(fed.shown, points=replace(fed.shown.points, examples=5000)))
    fed.options.every.click()
    assert quiet_studio.views.points.request.count > 5000
    assert not fed.options.count.isEnabled()
    fed.options.every.click()
    assert quiet_studio.views.points.request.count == 3000


def choose(box, data):
    """Choose an entry as a person would."""
    place = box.findData(data)
    box.setCurrentIndex(place)
    box.activated.emit(place)
