"""The KL lab, driven through its controls."""

import csv
import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainterPath
from PySide6.QtWidgets import QApplication

from vae_studio.gui.kl_lab.ghosts import ghost_steps
from vae_studio.gui.kl_lab.key_figure import StateBadge
from vae_studio.gui.kl_lab.panel import KLLabPanel
from vae_studio.gui.kl_lab.playback import Playback
from vae_studio.gui.kl_lab.words import explanation, start_formula
from vae_studio.gui.saving.dialog import SaveDialog
from vae_studio.kl_lab import KLFit, KLProblem, Target
from vae_studio.training.importing import import_tensorflow

SOLVING_MS = 120_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make_panel(theme, qtbot):
    """Makes labs on screen; ends their threads before they go."""
    made = []

    def make(studio):
        panel = KLLabPanel(studio, theme)
        made.append(panel)
        panel.resize(1440, 760)
        return panel

    yield make
    for panel in made:
        with qtbot.waitSignal(panel.lab.closed, timeout=SOLVING_MS):
            panel.lab.close()
        panel.close()
        panel.deleteLater()


@pytest.fixture
def panel(make_panel, quiet_studio, qtbot):
    """The lab on screen, its first problem solved; nothing else of the studio runs."""
    import_tensorflow()
    panel = make_panel(quiet_studio)
    panel.show()
    with qtbot.waitSignal(panel.lab.solved, timeout=SOLVING_MS):
        qtbot.waitUntil(lambda: panel.is_built)
        quiet_studio.core_phase.emit("")
    return panel


def solve(panel, qtbot, act):
    """Do something and return the fit that arrives."""
    with qtbot.waitSignal(panel.lab.solved, timeout=SOLVING_MS) as caught:
        act()
    return caught.args[0]


def choose(box, value):
    """Choose an entry of a combo box as a person does."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_that_the_lab_opens_with_the_fit_of_the_course_at_its_end(panel):
    readings = panel.readings.divergence
    figures = (readings.start.figure, readings.now.figure, readings.best.figure)
    assert figures == ("3.0561", "1.0367", "1.0367")
    assert readings.now.note == "step 200"
    assert readings.best.note == "−½ ln(1 − ρ²)"
    assert readings.state.text == "Converged"
    assert panel.middle.transport.words.text() == "Step 200 / 200"
    assert panel.controls.target.scale.texts == [["1.3133", "0"], ["1.2500", "0.4741"]]
    assert panel.controls.target.covariance.texts == [["1.7247", "1.6416"], ["1.6416", "1.7873"]]
    assert panel.controls.target.correlation.text() == "0.9350"
    spread = panel.readings.spread.table.texts
    assert spread == [["0.4657", "1.3133", "35 %"], ["0.4741", "1.3369", "35 %"]]
    both = panel.readings.directions.table.texts
    assert both == [["0.4657", "0.4741", "1.0367"], ["1.3133", "1.3369", "1.0367"]]


def test_that_the_stages_of_the_scale_open_under_the_raw_vector(panel, qtbot):
    stages = panel.controls.target.stages
    qtbot.mouseClick(stages.caret, LEFT)
    assert dict(stages.shown)["FillTriangular()"] == [["1.0000", "0"], ["1.2500", "−0.5000"]]
    assert stages.shown[-1][1] == panel.controls.target.scale.texts


def test_that_a_slider_solves_anew_and_rewinds_to_step_0(panel, qtbot):
    slider = panel.controls.target.sliders[1]
    fit = solve(panel, qtbot, lambda: slider.setValue(-100))
    assert fit.problem.target.raw == (-0.5, -1.0, 1.0)
    assert panel.controls.target.fields[1].text() == "−1.00"
    assert panel.middle.transport.words.text() == "Step 0 / 200"
    assert panel.readings.divergence.now.figure == panel.readings.divergence.start.figure
    assert panel.readings.divergence.state.text.endswith("above the optimum")


def test_that_of_many_moves_of_a_slider_the_last_one_is_shown(panel, qtbot):
    slider = panel.controls.target.sliders[2]
    for value in range(-50, 51, 5):
        slider.setValue(value)
    qtbot.waitUntil(lambda: panel.lab.fit is not None, timeout=SOLVING_MS)
    assert panel.lab.fit.problem.target.raw == (-0.5, 1.25, 0.5)


def test_that_the_arrow_keys_move_a_slider(panel, qtbot):
    slider = panel.controls.target.sliders[0]
    slider.setFocus()
    solve(panel, qtbot, lambda: qtbot.keyClick(slider, Qt.Key.Key_Right))
    assert panel.lab.problem.target.raw[0] == -0.49


def test_that_the_direction_changes_fit_contours_and_explanation(panel, qtbot):
    words = panel.middle.explanation.text()
    button = panel.controls.fit.direction.button("forward")
    fit = solve(panel, qtbot, lambda: qtbot.mouseClick(button, LEFT))
    assert fit.problem.direction == "forward"
    assert panel.middle.explanation.text() != words
    assert "KL(p || q)" in panel.middle.explanation.text()
    assert panel.middle.plane.legend.words[-1] == "best q for KL(q || p), 2σ"
    qtbot.mouseClick(panel.middle.transport.last, LEFT)
    assert panel.readings.spread.table.texts[0] == ["1.3133", "1.3133", "100 %"]


def test_that_monte_carlo_enables_samples_and_draws_the_estimate_under_the_curve(panel, qtbot):
    form = panel.controls.fit
    assert not form.samples.isEnabled()
    assert form.samples.toolTip()
    solve(panel, qtbot, lambda: choose(form.estimate, "monte_carlo"))
    assert form.samples.isEnabled()
    curve = panel.readings.divergence.curve
    steps, values = curve.estimate.getData()
    assert len(steps) == 201
    assert np.ptp(values - panel.lab.fit.kl) > 0
    assert curve.estimate.zValue() < curve.done.zValue()


def test_that_running_again_draws_anew_only_where_there_are_draws(panel, qtbot):
    form = panel.controls.fit
    qtbot.mouseClick(form.run, LEFT)
    assert panel.lab.playback.playing
    assert panel.lab.problem.seed == 0
    first = solve(panel, qtbot, lambda: choose(form.estimate, "monte_carlo"))
    second = solve(panel, qtbot, lambda: qtbot.mouseClick(form.run, LEFT))
    assert not np.array_equal(first.estimate, second.estimate)
    assert panel.lab.playback.playing


def test_that_a_full_q_reaches_p(panel, qtbot):
    solve(panel, qtbot, lambda: choose(panel.controls.fit.family, "full"))
    assert panel.readings.divergence.best.figure == "0.0000"
    assert panel.readings.divergence.best.note == "q = p"
    assert panel.readings.divergence.curve.best_words == "best full q, 0.0000"


def test_that_a_diagonal_target_has_no_t2_and_gets_it_back(panel, qtbot):
    target = panel.controls.target
    solve(panel, qtbot, lambda: choose(target.family, "diagonal"))
    assert panel.lab.problem.target.raw == (-0.5, 0.0, 1.0)
    assert not target.sliders[1].isEnabled()
    assert target.correlation.text() == "0.0000"
    assert "no correlation" in panel.middle.explanation.text()
    solve(panel, qtbot, lambda: choose(target.family, "full"))
    assert panel.lab.problem.target.raw == (-0.5, 1.25, 1.0)
    assert target.sliders[1].isEnabled()


def test_that_a_rate_too_large_is_told_and_leaves_the_steps_before(panel, qtbot):
    solve(panel, qtbot, lambda: choose(panel.controls.fit.optimiser, "sgd"))
    fit = solve(panel, qtbot, lambda: panel.controls.fit.learning_rate.setValue(5.0))
    assert fit.diverged
    assert panel.lab.playback.last == fit.steps
    assert panel.readings.divergence.state.text == (f"Diverged after step {fit.steps}: learning rate too large")


def test_that_reset_returns_to_the_beginning(panel, qtbot):
    solve(panel, qtbot, lambda: choose(panel.controls.target.family, "diagonal"))
    solve(panel, qtbot, lambda: panel.controls.fit.steps.setValue(50))
    solve(panel, qtbot, lambda: qtbot.mouseClick(panel.controls.fit.reset, LEFT))
    assert panel.lab.problem == KLProblem()
    assert panel.controls.target.sliders[1].isEnabled()
    assert panel.controls.fit.steps.value() == 200


def test_that_the_transport_moves_through_the_steps(panel, qtbot):
    transport, playback = panel.middle.transport, panel.lab.playback
    assert not transport.on.isEnabled()
    qtbot.mouseClick(transport.first, LEFT)
    assert playback.step == 0
    assert not transport.back.isEnabled()
    qtbot.mouseClick(transport.on, LEFT)
    qtbot.mouseClick(transport.on, LEFT)
    qtbot.mouseClick(transport.back, LEFT)
    assert transport.words.text() == "Step 1 / 200"
    transport.slider.setValue(120)
    assert playback.step == 120
    assert panel.readings.divergence.now.figure == f"{panel.lab.fit.kl[120]:.4f}"
    qtbot.mouseClick(transport.play, LEFT)
    assert transport.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: playback.step > 120)
    qtbot.mouseClick(transport.play, LEFT)
    assert not playback.playing
    assert transport.play.accessibleName() == "Play"


def test_that_earlier_steps_appear_once_they_are_past(panel):
    plane, playback = panel.middle.plane, panel.lab.playback
    steps = ghost_steps(panel.lab.fit)
    assert steps[0] == 0
    assert plane.shown_ghosts == steps
    playback.go_to(steps[2])
    assert plane.shown_ghosts == steps[:2]
    playback.go_to(0)
    assert plane.shown_ghosts == ()


def test_that_contours_lie_at_their_standard_deviations(panel):
    fit, plane = panel.lab.fit, panel.middle.plane
    for contour, widths in (
        (plane.now[0], 2 * np.diag(fit.scale[-1])),
        (plane.target[1], [1.3133, 1.3369]),
        (plane.best_other, [2 * 1.3133, 2 * 1.3369]),
    ):
        circle = QPainterPath()
        circle.addEllipse(contour.rect())
        outline = contour.transform().map(circle).boundingRect()
        np.testing.assert_allclose([outline.right(), outline.bottom()], widths, rtol=1e-3)


def test_that_a_zoomed_plane_shows_everything_again_with_a(panel, qtbot):
    plane = panel.middle.plane
    before = plane.box.viewRange()
    plane.box.scaleBy((0.5, 0.5))
    plane.box.sigRangeChangedManually.emit(plane.box.state["mouseEnabled"])
    assert not np.allclose(plane.box.viewRange(), before)
    plane.setFocus()
    qtbot.keyClick(plane, Qt.Key.Key_A)
    np.testing.assert_allclose(plane.box.viewRange(), before)


@pytest.mark.parametrize("ending", [".png", ".svg", ".csv", ".npz"])
def test_that_figure_and_course_are_saved(panel, quiet_studio, tmp_path, ending, qtbot):
    qtbot.mouseClick(panel.corner, LEFT)
    dialog = panel.findChild(SaveDialog)
    qtbot.mouseClick(dialog.format.button(ending), LEFT)
    path = tmp_path / f"fit{ending}"
    dialog.file.setText(str(path))
    with qtbot.waitSignal(quiet_studio.notice, timeout=SOLVING_MS) as caught:
        qtbot.mouseClick(dialog.save, LEFT)
    assert caught.args[0].text == f"Saved {path}"
    if ending == ".png":
        image = QImage(str(path))
        assert image.width() == 2 * panel.middle.plane.width()
        colours = {image.pixelColor(x, image.height() // 2).name() for x in range(0, image.width(), 3)}
        assert len(colours) > 10
    elif ending == ".svg":
        assert path.read_text(encoding="utf-8").count("<path") > 5
    elif ending == ".csv":
        assert len(list(csv.reader(path.read_text(encoding="utf-8").splitlines()))) == 202
    else:
        with np.load(path) as kept:
            np.testing.assert_array_equal(kept["kl"], panel.lab.fit.kl)


def test_that_a_file_that_cannot_be_written_is_told(panel, quiet_studio, tmp_path, qtbot):
    panel.save()
    dialog = panel.findChild(SaveDialog)
    dialog.file.setText(str(tmp_path / "missing" / "fit.csv"))
    with qtbot.waitSignal(quiet_studio.notice, timeout=SOLVING_MS) as caught:
        qtbot.mouseClick(dialog.save, LEFT)
    assert caught.args[0].level == "error"
    assert "fit.csv" in caught.args[0].text


def test_that_every_control_has_a_name(panel):
    controls = (
        *panel.controls.target.sliders,
        *panel.controls.target.fields,
        panel.controls.target.family,
        *panel.controls.fit._boxes().values(),
        *panel.controls.fit._fields().values(),
        panel.controls.fit.direction,
        panel.middle.transport.slider,
        panel.middle.plane,
        panel.readings.divergence.curve,
    )
    names = [control.accessibleName() for control in controls]
    assert all(names)
    assert len(set(names)) == len(names) - 1  # p and q have a family each


def test_that_what_is_known_shows_before_tensorflow_is_loaded(make_panel, quiet_studio, qtbot):
    panel = make_panel(quiet_studio)
    panel.show()
    qtbot.waitUntil(lambda: panel.is_built)
    readings = panel.readings.divergence
    assert (readings.start.figure, readings.best.figure) == ("3.0561", "1.0367")
    assert panel.middle.transport.words.text() == "Step 0 / 0"
    assert not panel.middle.transport.play.isEnabled()
    assert not panel.corner.isEnabled()
    panel.controls.target.sliders[0].setValue(0)
    assert panel.lab.problem.target.raw[0] == 0.0
    assert panel.lab.fit is None


def test_that_nothing_is_built_before_the_lab_is_looked_at(make_panel, quiet_studio):
    panel = make_panel(quiet_studio)
    quiet_studio.core_phase.emit("")
    QApplication.sendPostedEvents()
    assert panel.controls is None
    assert panel.lab.fit is None


def test_that_colours_follow_the_theme(panel, theme):
    curve, contour = panel.readings.divergence.curve.done, panel.middle.plane.now[0]
    dark = theme.colour("series_val")
    assert curve.opts["pen"].color() == contour.pen().color() == dark
    theme.set_mode("light")
    assert curve.opts["pen"].color() == contour.pen().color() == theme.colour("series_val") != dark


class FakeClock:
    """Calls what a timer would, when told to."""

    def __init__(self, playback):
        self.tick = playback._timer.timeout.emit


def test_that_playback_goes_from_the_end_to_the_beginning_and_stops_at_the_end(qtbot):
    playback = Playback()
    playback.set_last(10)
    playback.go_to(99)
    assert playback.step == 10
    playback.play()
    assert (playback.step, playback.playing) == (0, True)
    tick = FakeClock(playback).tick
    for _ in range(10):
        tick()
    assert (playback.step, playback.playing) == (10, False)


def test_that_there_is_nothing_to_play_without_steps(qtbot):
    playback = Playback()
    playback.play()
    assert not playback.playing


def test_that_every_step_of_a_long_fit_is_played_in_a_few_seconds(qtbot):
    playback = Playback()
    playback.set_last(5000)
    playback.play()
    for _ in range(101):
        FakeClock(playback).tick()
    assert not playback.playing


def test_that_a_fit_that_does_not_move_has_one_ghost():
    still = KLFit(KLProblem(steps=2), np.ones(3), None, np.zeros((3, 2)), np.stack([np.eye(2)] * 3))
    assert ghost_steps(still) == (0,)


def test_that_each_kind_of_fit_is_explained_in_its_own_words():
    texts = {
        explanation(KLProblem(family=family, direction=direction))
        for family in ("diagonal", "full", "isotropic")
        for direction in ("reverse", "forward")
    }
    assert len(texts) == 6
    assert all(": " in text for text in texts)
    plain = explanation(KLProblem(target=Target.from_raw([0.0, 0.0, 1.0])))
    assert plain.startswith("Nothing is lost")


def test_that_starts_are_written_as_formulas():
    assert start_formula("standard_normal") == "q = N(0, I)"
    assert start_formula("narrow") == "q = N(0, 0.25² I)"
    assert start_formula("displaced") == "q = N((−2, 2), I)"


def test_that_a_state_without_words_is_hidden(theme, qtbot):
    badge = StateBadge(theme)
    qtbot.addWidget(badge)
    badge.show_state("ok", "")
    assert badge.isHidden()


def test_that_the_lab_solves_while_the_core_is_busy(make_panel, studio, qtbot):
    """A job on the thread of training holds nothing up."""
    may_end = threading.Event()
    studio._core.submit(may_end.wait, lambda _: None, lambda _: None)
    panel = make_panel(studio)
    try:
        with qtbot.waitSignal(panel.lab.solved, timeout=SOLVING_MS):
            panel.show()
    finally:
        may_end.set()
