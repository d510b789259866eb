"""The Runs page, driven through its controls."""

import csv

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from vae_studio.api import RunSpec
from vae_studio.gui.runs.columns import NAME, TICK
from vae_studio.gui.runs.difference_tables import figure_cells, setting_cells
from vae_studio.gui.runs.grids_panel import best_columns
from vae_studio.gui.runs.iso_lines import iso_levels
from vae_studio.gui.runs.page import RunsPage
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.session import Session
from vae_studio.session.run_comparison import FigureRow, Value

WAIT_MS = 60_000


@pytest.fixture
def own_session(session, tmp_path):
    """A session whose workspace is this test's own."""
    return Session(session.registry, tmp_path / "workspace")


@pytest.fixture
def studio(own_session, blob_spec, qtbot, tmp_path, monkeypatch):
    """A studio over that workspace, its core thread not started; deleted runs stay in the test's folder."""
    monkeypatch.setattr("PySide6.QtCore.QFile.moveToTrash", lambda *_: False)
    studio = Studio(own_session, blob_spec)
    yield studio
    with qtbot.waitSignal(studio.closed, timeout=WAIT_MS):
        studio.shutdown()


@pytest.fixture
def page(studio, theme, make_saved_run, qtbot):
    """The page over two runs on the same data and one on another, its plots made."""
    spec = RunSpec().replaced("encoder", latent_size=8)
    make_saved_run("first", spec, created="2026-01-03T00:00:00+00:00")
    make_saved_run("second", spec, created="2026-01-02T00:00:00+00:00", reconstruction=80.0, kl=7.0)
    make_saved_run("third", created="2026-01-01T00:00:00+00:00", fingerprint="other", epochs=0)
    page = RunsPage(studio, theme)
    qtbot.addWidget(page)
    page.resize(1400, 800)
    with qtbot.waitSignal(studio.views.runs.listing.listed), qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: page.comparison is not None)
    return page


def listed(page):
    return [run.name for run in page.table.shown_runs]


def select(page, *names):
    runs = {run.name: run for run in page.table.runs_model.runs}
    page.table.select([runs[name].entry.identity for name in names])


def compared(page, qtbot, *names):
    with qtbot.waitSignal(page.comparison.drawn):
        select(page, *names)
    return page.comparison


def notices(studio):
    said = []
    studio.notice.connect(said.append)
    return said


def test_that_words_and_choices_filter_the_table(page, qtbot):
    qtbot.keyClicks(page.bar.search, "z 8 first")
    assert listed(page) == ["first"]
    page.bar.search.clear()
    page.bar.status.setCurrentIndex(page.bar.status.findData("stopped"))
    assert listed(page) == []
    assert not page.bar.export.isEnabled()


def test_that_the_page_follows_what_happens_in_the_workspace(page, studio, make_saved_run, qtbot):
    make_saved_run("fourth", created="2026-01-04T00:00:00+00:00")
    qtbot.waitUntil(lambda: "fourth" in listed(page), timeout=WAIT_MS)
    run = page.table.runs_model.runs[1]
    studio.session.library.rename(run.path, "first again")
    qtbot.waitUntil(lambda: "first again" in listed(page), timeout=WAIT_MS)


def test_that_a_run_is_renamed_and_keeps_its_id(page, qtbot):
    run = page.table.shown_runs[0]
    page._studio.views.runs.rename(run, "best")
    qtbot.waitUntil(lambda: listed(page)[0] == "best", timeout=WAIT_MS)
    assert page.table.shown_runs[0].entry.id == run.entry.id


def test_that_deleted_runs_can_be_brought_back(page, studio, qtbot):
    said = notices(studio)
    select(page, "first", "third")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed(page) == ["second"], timeout=WAIT_MS)
    assert (said[-1].text, said[-1].action) == ("Moved 2 runs to the trash.", "Undo")
    said[-1].on_action()
    qtbot.waitUntil(lambda: listed(page) == ["first", "second", "third"], timeout=WAIT_MS)


def test_that_deleted_runs_come_back_by_undo_and_go_again_by_redo(page, studio, qtbot):
    withdrawn = []
    studio.notice_withdrawn.connect(withdrawn.append)
    said = notices(studio)
    select(page, "first", "third")
    page.bar.delete.click()
    qtbot.waitUntil(lambda: listed(page) == ["second"], timeout=WAIT_MS)
    assert studio.history.stack.undoText() == "delete 2 runs"
    studio.history.undo()
    assert withdrawn == [said[0]]
    said[0].on_action()
    qtbot.waitUntil(lambda: listed(page) == ["first", "second", "third"], timeout=WAIT_MS)
    studio.history.redo()
    qtbot.waitUntil(lambda: listed(page) == ["second"], timeout=WAIT_MS)
    assert len(said) == 1


def test_that_one_run_that_cannot_come_back_keeps_no_other_from_it(page, studio, make_saved_run, qtbot):
    said = notices(studio)
    select(page, "first", "third")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: listed(page) == ["second"], timeout=WAIT_MS)
    (deleted,) = said
    make_saved_run("first", created="2026-01-04T00:00:00+00:00")
    qtbot.waitUntil(lambda: listed(page) == ["first", "second"], timeout=WAIT_MS)
    deleted.on_action()
    qtbot.waitUntil(lambda: listed(page) == ["first", "second", "third"], timeout=WAIT_MS)
    assert "first stays in the trash" in said[-1].text


def test_that_runs_deleted_while_they_are_being_compared_are_no_failure(page, studio, monkeypatch, qtbot):
    said, asked = notices(studio), []
    comparing = studio.views.runs.comparing
    monkeypatch.setattr(comparing._jobs, "submit", lambda *work: asked.append(work))
    select(page, "first", "second")
    (_, _, refused), *_ = asked
    monkeypatch.undo()
    refused(ValueError("damaged"))
    assert said[-1].level == "error"
    (page.table.selected[0].path).rename(studio.views.runs.workspace / ".elsewhere")
    refused(ValueError("gone"))
    assert len(said) == 1


def test_that_measuring_gives_way_to_training_and_ends_with_the_window(page, studio, monkeypatch):
    measuring, told = studio.views.runs.measuring, []
    measuring.progressed.connect(told.append)
    measuring.begin(page.table.shown_runs[:1])
    monkeypatch.setattr(type(studio.views.runs), "locked", True)
    studio._desk.state_changed.emit(StudioState.TRAINING)
    assert told[-1].waiting
    monkeypatch.setattr(type(studio.views.runs), "locked", False)
    studio._desk.state_changed.emit(StudioState.IDLE)
    assert not told[-1].waiting
    studio.views.close()
    assert (told[-1], measuring.busy) == (None, False)


def test_that_a_run_in_training_is_not_deleted_and_the_others_are(page, studio, make_saved_run, qtbot):
    run = make_saved_run("busy", status="training")
    with run.training():
        qtbot.waitUntil(lambda: "busy" in listed(page), timeout=WAIT_MS)
        select(page, "busy")
        assert not page.bar.delete.isEnabled()
        assert "being trained" in page.bar.delete.toolTip()
        said = notices(studio)
        busy, first = (next(r for r in page.table.shown_runs if r.name == name) for name in ("busy", "first"))
        studio.views.runs.delete([busy, first])
        qtbot.waitUntil(lambda: "first" not in listed(page), timeout=WAIT_MS)
        assert "busy" in listed(page)
        assert any("busy is being trained and cannot be deleted" in notice.text for notice in said)


def test_that_the_last_run_that_goes_leaves_the_way_to_the_workspace(page, qtbot):
    select(page, "first", "second", "third")
    page.bar.delete.click()
    qtbot.waitUntil(page.empty.isVisible, timeout=WAIT_MS)
    with qtbot.waitSignal(page.left):
        page.empty.button.click()


def test_that_a_duplicate_brings_its_settings_to_the_workspace(page, studio, qtbot):
    select(page, "second")
    with qtbot.waitSignals([page.trainable, page.left]):
        page.bar.duplicate.click()
    assert studio.spec.encoder.latent_size == 8


def test_that_nothing_can_be_done_while_nothing_is_selected(page, qtbot):
    select(page, "first")
    buttons = (page.bar.open, page.bar.duplicate, page.bar.measure, page.bar.delete)
    assert all(button.isEnabled() for button in buttons)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.table.current_run is not None
    assert not any(button.isEnabled() for button in buttons)
    assert [button.toolTip() for button in buttons] == ["Select a run."] * 2 + ["Select runs."] * 2


def test_that_buttons_say_why_they_cannot_be_used(page):
    select(page, "first", "second")
    assert (page.bar.open.isEnabled(), page.bar.open.toolTip()) == (False, "Select one run.")
    select(page, "third")
    assert page.bar.open.toolTip() == "No epoch of this run is complete yet."
    assert page.bar.measure.toolTip() == "One of the selected runs has no weights."
    assert page.bar.count.text() == "1 selected"


def test_that_a_run_whose_epochs_are_done_is_not_resumed(page):
    select(page, "first")
    actions = {action.text(): action for action in page.actions_.make_menu().actions()}
    assert actions["Resume training"].isEnabled()
    assert actions["Open in workspace"].isEnabled()
    done = page.table.shown_runs[0].path
    text = (done / "spec.toml").read_text().replace("epochs = 3", "epochs = 2")
    (done / "spec.toml").write_text(text)
    run = page._studio.session.library.find(str(done))
    assert "All 2 epochs are done" in page._studio.views.runs.resume_obstacle(run)


def test_that_the_listed_runs_are_written_as_a_table(page, tmp_path, qtbot):
    page.bar.search.setText("z 8")
    page.bar.export.click()
    dialog = page.findChild(QFileDialog)
    with qtbot.waitSignal(page._studio.views.runs.noticed):
        dialog.fileSelected.emit(str(tmp_path / "runs.csv"))
    dialog.close()
    with (tmp_path / "runs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["name"], row["test_negative_elbo"], row["latent_size"]) for row in rows] == [
        ("first", "95.0", "8"),
        ("second", "87.0", "8"),
    ]


def test_that_selected_runs_are_compared_in_figures_and_settings(page, qtbot):
    comparison = compared(page, qtbot, "first", "second")
    assert comparison.tables.texts("figures") == [
        ["Test split, nats", "first", "second", "difference"],
        ["Negative ELBO", "95.0", "87.0", "−8.0"],
        ["Reconstruction", "90.0", "80.0", "−10.0"],
        ["KL", "5.00", "7.00", "+2.00"],
    ]
    assert comparison.tables.texts("settings") == [["The settings are the same"]]
    assert comparison.tables.caution.text() == ""


def test_that_runs_on_other_data_are_compared_with_a_warning(page, qtbot):
    comparison = compared(page, qtbot, "first", "third")
    assert "different examples" in comparison.tables.caution.text()
    assert ["encoder.latent_size", "8", "2"] in comparison.tables.texts("settings")


def test_that_curves_of_all_compared_runs_are_drawn_and_taken_away(page, qtbot):
    comparison = compared(page, qtbot, "first", "second")
    rows = list(csv.DictReader(comparison.curves.table().splitlines()))
    assert {(row["run"], row["epoch"], row["split"]) for row in rows} >= {
        ("first", "1", "train"),
        ("second", "2", "validation"),
    }
    np.testing.assert_array_equal(comparison.curves.arrays()["run2_validation_kl"], [7.0, 7.0])
    left, right = comparison.curves.elbo.box.viewRange()[0]
    assert left <= 1
    assert right >= 2


def test_that_the_trade_off_has_a_point_for_each_run(page, qtbot):
    comparison = compared(page, qtbot, "second")
    rows = list(csv.DictReader(comparison.trade_off.table().splitlines()))
    tested = {row["run"]: (row["kl"], row["reconstruction"]) for row in rows if row["split"] == "test"}
    assert tested == {"second": ("7.0", "80.0"), "first": ("5.0", "90.0")}


def test_that_runs_of_more_dimensions_show_no_grid_and_say_so(page, qtbot):
    comparison = compared(page, qtbot, "first", "second")
    assert comparison.grids.shown == []
    assert "two latent dimensions" in comparison.grids.words.text()


def test_that_nothing_is_compared_when_nothing_is_selected(page, qtbot):
    comparison = compared(page, qtbot, "first")
    drawable = []
    page.drawable.connect(drawable.append)
    with qtbot.waitSignal(comparison.drawn):
        page.table.clearSelection()
    assert drawable == [False]
    assert comparison.tables.texts("figures") == []
    assert comparison.empty.isVisible()


def test_that_differences_of_more_than_two_runs_stand_in_brackets():
    row = FigureRow(
        "IW-NLL",
        "nats",
        1,
        (Value(90.0, 1.0), Value(91.5, 1.2), None),
        (None, Value(1.5, 0.25, paired=True), None),
    )
    assert figure_cells(["a", "b", "c"], [row]) == [
        ["Test split, nats", "a", "b", "c"],
        ["IW-NLL", "90.0 ± 1.0", "91.5 ± 1.2 (+1.5 ± 0.2 paired)", "—"],
    ]
    assert setting_cells(["a"], []) == [["One run has nothing to differ from"]]


def test_that_lines_of_equal_elbo_are_round_and_cross_the_view():
    levels = iso_levels(0.0, 30.0, 90.0, 190.0)
    np.testing.assert_array_equal(levels, [100.0, 150.0, 200.0])
    assert len(iso_levels(0.0, 0.0, 0.0, 0.0)) == 0
    assert len(iso_levels(0.0, float("inf"), 0.0, 1.0)) == 0


@pytest.mark.parametrize(
    ("count", "width", "height", "columns"), [(2, 600, 300, 2), (3, 600, 300, 3), (4, 600, 600, 2)]
)
def test_that_grids_are_placed_as_large_as_they_can_be(count, width, height, columns):
    assert best_columns(count, width, height) == columns


@pytest.mark.parametrize("column", [TICK, NAME, NAME + 1])
def test_that_f2_renames_the_row_that_was_clicked(page, qtbot, column):
    table = page.table
    place = table.visualRect(table.model().index(1, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    page.bar.search.setFocus()
    qtbot.keyClick(page.bar.search, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "second"
