"""Tables that are dropped onto the window while a run of tables is on screen."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.drop_words import drop_words
from vae_studio.gui.drops import DropContents, sort_paths
from vae_studio.gui.row_encoding import RowEncoding
from vae_studio.gui.tray.panel import TrayPanel
from vae_studio.gui.tray.tray import NO_PICTURES

WAIT_MS = 60_000
SETTINGS = {"encoder.units": "[4]", "decoder.units": "[4]", "decoder.likelihood": "normal"}


@pytest.fixture(scope="session")
def wine_run(session):
    """A small model of the wines; to be read, not changed."""
    return session.train(dataset="wine", encoder="dense", decoder="dense", epochs=1, seed=1, settings=SETTINGS)


@pytest.fixture
def rows(wine_run, tmp_path):
    wine_run.save_samples(tmp_path / "rows.csv", 5, 1)
    return tmp_path / "rows.csv"


@pytest.fixture
def encoding(studio, session, wine_run, qtbot):
    with qtbot.waitSignal(studio.run_changed, timeout=WAIT_MS):
        studio.open_run(session.lend(wine_run))
    window = QWidget()
    qtbot.addWidget(window)
    jobs = ShortJobs(threads=1, parent=window)
    yield RowEncoding(studio, jobs, window)
    jobs.close()


def test_that_dropped_rows_are_encoded_and_saved_where_the_person_says(encoding, rows, qtbot, tmp_path):
    assert encoding.possible
    with qtbot.waitSignal(encoding.noticed, timeout=WAIT_MS) as caught:
        encoding.encode([rows])
    notice = caught.args[0]
    assert (notice.level, notice.text, notice.action) == ("info", "5 rows are encoded.", "Save codes…")
    notice.on_action()
    codes = tmp_path / "codes.csv"
    with qtbot.waitSignal(encoding.noticed, timeout=WAIT_MS) as caught:
        encoding.dialog.fileSelected.emit(str(codes))
        encoding.dialog.done(1)
    assert caught.args[0].text == f"Saved {codes}"
    assert encoding.dialog is None
    with codes.open(encoding="utf-8", newline="") as file:
        assert [line["name"] for line in csv.DictReader(file)] == [
            f"{rows} row {number}" for number in range(2, 7)
        ]


def test_that_a_table_that_does_not_fit_is_told_by_row_and_column(encoding, rows, qtbot):
    lines = rows.read_text().splitlines()
    bad = rows.with_name("bad.csv")
    bad.write_text("\n".join([*lines[:2], "x" + lines[2]]))
    with qtbot.waitSignal(encoding.noticed, timeout=WAIT_MS) as caught:
        encoding.encode([bad])
    assert caught.args[0].level == "error"
    assert "row 3, column 'alcohol' holds" in caught.args[0].text
    with qtbot.waitSignal(encoding.noticed, timeout=WAIT_MS) as caught:
        encoding.encode([bad, rows])
    assert caught.args[0].text == "5 rows are encoded; 1 file was left out."
    assert "row 3" in caught.args[0].details


def test_that_the_encode_dock_asks_for_tables_where_the_run_is_of_tables(
    studio, session, wine_run, rows, theme, qtbot
):
    panel = TrayPanel(studio, theme)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    assert (panel.empty.title.text(), panel.header.add.text()) == ("Drop images here", "Add images…")
    with qtbot.waitSignal(studio.run_changed, timeout=WAIT_MS):
        studio.open_run(session.lend(wine_run))
    assert (panel.empty.title.text(), panel.header.add.text()) == ("Drop a table here", "Encode rows…")
    panel.header.add.click()
    dialog = panel.findChild(QFileDialog)
    assert dialog.windowTitle() == "Encode rows"
    with qtbot.waitSignal(panel.rows_chosen) as caught:
        dialog.filesSelected.emit([str(rows)])
    dialog.reject()
    assert caught.args[0] == (rows,)


def test_that_rows_are_not_encoded_by_a_run_of_images(quiet_studio, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    assert not RowEncoding(quiet_studio, ShortJobs(threads=1, parent=window), window).possible


def test_that_tables_are_dataset_files_and_may_hold_rows(tmp_path):
    names = ("a.csv", "b.PARQUET", "c.tsv", "d.npz", "train-images-idx3-ubyte")
    contents = sort_paths(tmp_path / name for name in names)
    assert contents.arrays == tuple(tmp_path / name for name in names)
    assert contents.rows == contents.arrays[:4]
    assert DropContents(arrays=(tmp_path / "a.csv",)).dataset == tmp_path / "a.csv"


@pytest.mark.parametrize(
    ("names", "data_shape", "title"),
    [
        (["a.csv"], (13,), "Drop to encode the rows of a.csv"),
        (["a.csv", "b.parquet"], (13,), "Drop to encode the rows of 2 files"),
        (["a.csv"], (28, 28, 1), "Drop to use a.csv as the dataset"),
        (["a.csv"], None, "Drop to use a.csv as the dataset"),
    ],
)
def test_that_the_overlay_says_what_becomes_of_a_table(names, data_shape, title):
    contents = DropContents(arrays=tuple(Path(name) for name in names))
    assert drop_words(contents, 0, data_shape, 1).title == title


def test_that_a_picture_is_told_not_to_fit_a_model_of_tables(encoding, studio, image_files, qtbot, theme):
    panel = TrayPanel(studio, theme)
    qtbot.addWidget(panel)
    studio.add_images(image_files[:1])
    qtbot.waitUntil(
        lambda: bool(studio.tray.cards) and studio.tray.cards[0].picture is not None, timeout=WAIT_MS
    )
    told = panel.cards.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert told.splitlines()[1:] == ["Does not fit the model", NO_PICTURES]
    studio.tray.set_run(None)
    assert panel.cards.index(0).data(Qt.ItemDataRole.ToolTipRole).endswith("Waiting for a model")
