"""The table of runs: sorting, filtering, selecting, renaming."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit

from vae_studio.api import RunSpec
from vae_studio.evaluation.published import PUBLISHED
from vae_studio.gui.runs.columns import COLUMNS, NAME, TICK, titled
from vae_studio.gui.runs.model import RUN_ROLE, Group
from vae_studio.gui.runs.short_names import short_names
from vae_studio.gui.runs.table import RunsTable
from vae_studio.session.run_library import RunLibrary

LEFT, PLAIN, CTRL = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def library(session, make_saved_run, tmp_path):
    """Three runs: b without test figures, and a and c with some, c being the newest."""
    make_saved_run("a", created="2026-01-01T00:00:00+00:00", reconstruction=90.0)
    make_saved_run("b", created="2026-01-02T00:00:00+00:00", reconstruction=None, status="stopped")
    spec = RunSpec().replaced("encoder", latent_size=8)
    make_saved_run("c", spec, created="2026-01-03T00:00:00+00:00", reconstruction=80.0)
    return RunLibrary(session.registry, tmp_path / "workspace")


@pytest.fixture
def renamed():
    return []


@pytest.fixture
def table(theme, library, renamed, qtbot):
    table = RunsTable(theme, lambda run, name: renamed.append((run.name, name)))
    qtbot.addWidget(table)
    table.resize(1400, 400)
    table.show_runs(library.runs())
    with qtbot.waitExposed(table):
        table.show()
    table.setFocus()
    return table


def listed(table):
    return [run.name for run in table.shown_runs]


def selected(table):
    return [run.name for run in table.selected]


def place(table, name, column):
    row = listed(table).index(name)
    return table.visualRect(table.model().index(row, column)).center()


def click(qtbot, table, name, column=NAME, modifiers=PLAIN):
    qtbot.mouseClick(table.viewport(), LEFT, modifiers, place(table, name, column))


def tail(table):
    return [table.model().row(row) for row in range(len(listed(table)), table.model().rowCount())]


def sort(table, qtbot, title):
    header = table.header()
    at = QPoint(header.sectionViewportPosition(titled(title)) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), LEFT, PLAIN, at)


def test_that_the_newest_run_stands_first_and_the_published_figures_last(table):
    assert listed(table) == ["c", "b", "a"]
    assert tail(table) == [Group.PUBLISHED, *PUBLISHED]


def test_that_a_click_on_a_head_sorts_runs_and_keeps_what_has_no_figure_and_the_published_last(table, qtbot):
    sort(table, qtbot, "Test −ELBO")
    assert listed(table) == ["c", "a", "b"]
    sort(table, qtbot, "Test −ELBO")
    assert listed(table) == ["a", "c", "b"]
    assert tail(table) == [Group.PUBLISHED, *PUBLISHED]


def test_that_the_published_figures_carry_their_source_and_cannot_be_selected(table, qtbot):
    model = table.model()
    rows = [[model.index(row, column).data() for column in range(len(COLUMNS))] for row in range(4, 6)]
    assert [(row[NAME], row[titled("IW-NLL ± s.e.")], row[-1]) for row in rows] == [
        ("Burda et al. 2015", "86.76", "IWAE paper"),
        ("Tomczak & Welling 2018", "82.38", "VampPrior paper"),
    ]
    qtbot.mouseClick(table.viewport(), LEFT, PLAIN, table.visualRect(model.index(4, NAME)).center())
    assert selected(table) == []


def test_that_the_published_figures_fold_away_and_come_back(table, qtbot):
    head = table.visualRect(table.model().index(3, NAME)).center()
    qtbot.mouseClick(table.viewport(), LEFT, PLAIN, head)
    assert tail(table) == [Group.PUBLISHED]
    qtbot.mouseClick(table.viewport(), LEFT, PLAIN, head)
    assert tail(table) == [Group.PUBLISHED, *PUBLISHED]


def test_that_ticks_toggle_and_runs_are_counted_in_the_order_of_their_ticks(table, qtbot):
    for name in ("a", "c", "b"):
        click(qtbot, table, name, TICK)
    assert selected(table) == ["a", "c", "b"]
    click(qtbot, table, "c", TICK)
    assert selected(table) == ["a", "b"]
    assert [table.place_of(run) for run in table.shown_runs] == [None, 1, 0]


def test_that_a_click_beside_the_tick_selects_one_run_and_ctrl_another(table, qtbot):
    click(qtbot, table, "a", TICK)
    click(qtbot, table, "b")
    assert selected(table) == ["b"]
    click(qtbot, table, "c", modifiers=CTRL)
    assert selected(table) == ["b", "c"]


def test_that_space_toggles_and_return_opens_the_current_run(table, qtbot):
    click(qtbot, table, "b")
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert selected(table) == ["a"]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert selected(table) == []
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args[0].name == "a"


def test_that_a_double_click_opens_but_not_on_the_tick(table, qtbot):
    with qtbot.assertNotEmitted(table.opened):
        qtbot.mouseDClick(table.viewport(), LEFT, PLAIN, place(table, "a", TICK))
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.mouseDClick(table.viewport(), LEFT, PLAIN, place(table, "a", NAME))
    assert opened.args[0].name == "a"


def test_that_what_a_filter_hides_stays_selected_until_a_selection_starts_anew(table, qtbot):
    click(qtbot, table, "a", TICK)
    table.filter("z 8", "", "")
    assert listed(table) == ["c"]
    assert (selected(table), table.shown_selected) == (["a"], ())
    click(qtbot, table, "c", TICK)
    assert selected(table) == ["a", "c"]
    table.filter("", "", "")
    assert selected(table) == ["a", "c"]
    table.filter("z 8", "", "")
    click(qtbot, table, "c")
    table.filter("", "", "")
    assert selected(table) == ["c"]


def test_that_words_dataset_and_status_filter_together(table):
    table.filter("convolutional z 2", "", "")
    assert listed(table) == ["b", "a"]
    table.filter("convolutional z 2", "Digits dynamic", "stopped")
    assert listed(table) == ["b"]
    table.filter("", "MNIST dynamic", "")
    assert listed(table) == []
    assert tail(table) == [Group.PUBLISHED, *PUBLISHED]


def test_that_selection_and_current_row_outlast_a_change_of_the_workspace(
    table, library, make_saved_run, qtbot
):
    click(qtbot, table, "b")
    make_saved_run("d", created="2026-01-04T00:00:00+00:00")
    table.show_runs(library.runs())
    assert listed(table) == ["d", "c", "b", "a"]
    assert selected(table) == ["b"]
    assert table.current_run.name == "b"
    library.trash(table.current_run.path)
    table.show_runs(library.runs())
    assert selected(table) == []


def test_that_only_the_rows_that_changed_are_told_to_have_changed(table, library, make_saved_run, qtbot):
    run = table.shown_runs[1]
    library.rename(run.path, "b again")
    with (
        qtbot.assertNotEmitted(table.model().modelReset),
        qtbot.waitSignal(table.model().dataChanged) as changed,
    ):
        table.show_runs(library.runs())
    assert changed.args[0].row() == changed.args[1].row() == 1
    assert listed(table) == ["c", "b again", "a"]


def typed(table, qtbot, text):
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    return editor


def test_that_a_name_is_typed_in_its_place(table, renamed, qtbot):
    click(qtbot, table, "b")
    table.rename_current()
    editor = typed(table, qtbot, "better")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: renamed == [("b", "better")])


def test_that_typing_a_name_is_not_disturbed_by_what_happens_in_the_workspace(
    table, library, make_saved_run, renamed, qtbot
):
    click(qtbot, table, "b")
    table.rename_current()
    editor = typed(table, qtbot, "bet")
    make_saved_run("d")
    table.show_runs(library.runs())
    qtbot.keyClicks(editor, "ter")
    assert editor.text() == "better"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: renamed == [("b", "better")])
    qtbot.waitUntil(lambda: "d" in listed(table))


def test_that_a_damaged_run_is_listed_with_the_reason_and_cannot_be_renamed(table, library):
    (table.shown_runs[0].path / "run.json").write_text("")
    table.show_runs(library.runs())
    row = listed(table).index("c")
    index = table.model().index(row, NAME)
    assert "damaged" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert index.data(RUN_ROLE).entry.status == "damaged"
    assert row == len(listed(table)) - 1


def test_that_the_columns_of_words_fill_the_width(table):
    for width in (1400, 1200):
        table.resize(width, 400)
        assert table.header().length() == table.viewport().width()


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["mnist-conv-z2-007", "mnist-conv-z2-b4-008"], ["z2-007", "z2-b4-008"]),
        (["digits-conv-z2-001", "digits-dense-z2-001"], ["conv-z2-001", "dense-z2-001"]),
        (["run-001", "run-002"], ["run-001", "run-002"]),
        (["one"], ["one"]),
        (["same", "same"], ["same", "same"]),
        (["first", "second"], ["first", "second"]),
    ],
)
def test_that_legends_leave_out_what_all_names_begin_with(names, short):
    assert short_names(names) == short


def test_that_a_run_without_test_figures_says_why_and_how_to_come_by_them(table):
    tips = {
        name: table.model()
        .index(listed(table).index(name), titled("Test −ELBO"))
        .data(Qt.ItemDataRole.ToolTipRole)
        for name in ("a", "b")
    }
    assert tips["b"] == "Measured when a run completes; vae-studio evaluate RUN measures them now."
    assert tips["a"] == "95.0"
