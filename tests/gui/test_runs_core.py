"""Runs with weights: decoded side by side, measured and opened, with the real core behind the page."""

import shutil

import numpy as np
import pytest
from PySide6.QtCore import Qt

from vae_studio.gui.runs.comparing import WAITS
from vae_studio.gui.runs.page import RunsPage
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.runs.likelihood import kept_likelihood
from vae_studio.session import Session

WAIT_MS = 120_000


@pytest.fixture
def page(session, tiny_run, blob_spec, theme, qtbot, tmp_path, monkeypatch):
    """The page over two copies of one trained run, its core running."""
    monkeypatch.setattr("PySide6.QtCore.QFile.moveToTrash", lambda *_: False)
    workspace = tmp_path / "workspace"
    for name in ("one", "two"):
        shutil.copytree(tiny_run.path, workspace / name)
    own = Session(session.registry, workspace)
    own.library.rename(workspace / "two", "two")
    studio = Studio(own, blob_spec)
    studio.notice.connect(print)  # shown beside a failure
    page = RunsPage(studio, theme)
    qtbot.addWidget(page)
    page.resize(1400, 800)
    with qtbot.waitSignals([studio.hardware_changed, studio.plots_ready], timeout=WAIT_MS):
        page.show()
        studio.start()
    qtbot.waitUntil(lambda: len(page.table.shown_runs) == 2 and page.comparison is not None, timeout=WAIT_MS)
    yield page
    with qtbot.waitSignal(studio.closed, timeout=WAIT_MS):
        studio.shutdown()


def test_that_runs_are_decoded_side_by_side_zoomed_together_measured_in_pairs_and_opened(page, tiny_run, qtbot):
    page.table.select([run.entry.identity for run in page.table.shown_runs])
    grids = page.comparison.grids
    qtbot.waitUntil(lambda: len(grids.shown) == 2, timeout=WAIT_MS)
    expected = tiny_run.latent_grid()
    for view in grids.shown:
        np.testing.assert_allclose(view.grid.images, expected.images, atol=1e-6)
    assert grids.pixels().shape == (20 * 28, 2 * 20 * 28 + 12, 3)
    assert set(grids.arrays()) >= {"run1_images", "run2_z"}

    first, second = (view.picture for view in grids.shown)
    whole = first.box.viewRect().width()
    for _ in range(5):
        qtbot.keyClick(first, Qt.Key.Key_Plus)
    assert first.box.viewRect().width() == pytest.approx(whole / 1.25**5)
    assert second.box.viewRect().width() == pytest.approx(first.box.viewRect().width(), rel=0.1)
    assert second.box.viewRect().center().x() == pytest.approx(first.box.viewRect().center().x())
    grids.link.click()
    qtbot.keyClick(second, Qt.Key.Key_A)
    assert second.box.viewRect().width() > 2 * first.box.viewRect().width()

    runs = page._studio.views.runs
    runs.measuring.examples, runs.measuring.samples = 12, 4
    page.bar.measure.click()
    assert page.foot.cancel.isVisible()
    assert page.bar.measure.toolTip() == "A measurement is under way."
    qtbot.waitUntil(lambda: not runs.measuring.busy, timeout=WAIT_MS)
    assert not page.foot.cancel.isVisible()
    kept = [kept_likelihood(run.path) for run in page.table.shown_runs]
    assert kept[0].per_example == kept[1].per_example
    assert (kept[0].count, kept[0].samples) == (12, 4)

    def row():
        return page.comparison.tables.texts("figures")[-1]

    qtbot.waitUntil(lambda: row()[-1] == "0.0 ± 0.0 paired", timeout=WAIT_MS)
    assert row()[0] == "IW-NLL"
    assert row()[1] == row()[2]
    assert " ± " in row()[1]

    runs.measuring.samples = 2000
    page.bar.measure.click()
    begun = {"timeout": WAIT_MS, "check_params_cb": lambda one: one is not None and one.done > 0}
    with qtbot.waitSignal(runs.measuring.progressed, **begun):
        pass
    runs.measuring.hold(True)
    assert page.foot.progress.text().endswith(": waits for the training")
    runs.measuring.hold(False)
    assert not page.foot.progress.text().endswith("training")
    page.foot.cancel.click()
    qtbot.waitUntil(lambda: not runs.measuring.busy, timeout=WAIT_MS)
    assert [kept_likelihood(run.path) for run in page.table.shown_runs] == kept

    page.table.clearSelection()
    with qtbot.waitSignals([page.left, page._studio.run_changed], timeout=WAIT_MS):
        page.table.opened.emit(page.table.shown_runs[0])
    runs.rename(page.table.shown_runs[0], "on screen")
    with qtbot.waitSignal(runs.renamed, timeout=WAIT_MS):
        pass
    assert page._studio.run_name == "on screen"

    runs.delete([page.table.shown_runs[0]])
    qtbot.waitUntil(lambda: len(page.table.shown_runs) == 1, timeout=WAIT_MS)
    assert page._studio.run is None


def test_that_grids_wait_for_the_end_of_training_and_say_so(page, qtbot):
    desk = page._studio._desk
    desk.conductor._set_state(StudioState.TRAINING)
    page.table.select([run.entry.identity for run in page.table.shown_runs])
    grids = page.comparison.grids
    qtbot.waitUntil(lambda: grids.views[1].words.text() == WAITS, timeout=WAIT_MS)
    assert not grids.shown
    desk.conductor._set_state(StudioState.IDLE)
    assert grids.views[0].words.text() == "Decoding…"
    qtbot.waitUntil(lambda: len(grids.shown) == 2, timeout=WAIT_MS)
