"""The Dataset panel with tables: their columns, their options, and files that cannot be read as they are."""

import os
import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt

from vae_studio.api import DataSpec
from vae_studio.data import load_dataset
from vae_studio.data.rows import read_rows
from vae_studio.gui.dataset import column_figures as column_figures_module
from vae_studio.gui.dataset.column_figures import BINS, column_figures, sampled_rows
from vae_studio.gui.dataset.columns_model import DEVIATION, FIGURES_ROLE, MEAN, NAME, ColumnsModel
from vae_studio.gui.dataset.columns_view import ColumnsView
from vae_studio.gui.dataset.panel import DatasetPanel
from vae_studio.gui.dataset.source_kind import of_source, source_kind
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Theme

LOADING_MS = 20_000
BEASTS = "mass,kind,height\n60,ape,1.5\n70,bee,1.6\n75,ape,1.9\n"


@pytest.fixture
def studio(session, qtbot):
    """A studio whose core never starts: datasets load, models are not built."""
    studio = Studio(session)
    yield studio
    studio.shutdown()


@pytest.fixture
def panel(studio, qtbot):
    panel = DatasetPanel(studio, Theme("dark"))
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    return panel


@pytest.fixture
def with_wine(panel, studio, qtbot):
    """The panel with the wines chosen by a click."""
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        qtbot.mouseClick(panel.source.tables.button("wine"), Qt.MouseButton.LeftButton)
    return panel


@pytest.fixture
def beasts(tmp_path):
    path = tmp_path / "beasts.csv"
    path.write_text(BEASTS)
    return path


def test_that_a_table_has_columns_in_the_place_of_pictures(with_wine, studio):
    assert studio.dataset.name == "wine"
    assert with_wine.summary.examples.text() == "178 · 13 columns"
    assert with_wine.gallery.isHidden()
    assert not with_wine.columns.isHidden()
    model = with_wine.columns.columns
    assert model.rowCount() == 13
    assert model.index(0, NAME).data() == "alcohol"
    train = studio.dataset.scaling.inverse(studio.dataset.examples)[studio.dataset.splits.train]
    assert model.index(0, MEAN).data() == f"{train[:, 0].mean():.4g}"
    assert model.index(0, DEVIATION).data() == f"{train[:, 0].std():.4g}"
    assert "training rows" in model.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole)


@pytest.fixture
def streamed_table(tmp_path, monkeypatch):
    """A table of two columns that does not fit into memory, in a cache of its own."""
    monkeypatch.setenv("VAE_STUDIO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", 0)
    path = tmp_path / "table.npy"
    np.save(path, np.random.default_rng(3).normal(5, 2, (500, 2)).astype(np.float32))
    return DataSpec(source=str(path))


def test_that_the_figures_of_a_streamed_table_are_read_once_on_another_thread(
    panel, studio, qtbot, streamed_table, monkeypatch
):
    readers = []

    def read(*arguments):
        readers.append(threading.current_thread())
        return read_rows(*arguments)

    monkeypatch.setattr(column_figures_module, "read_rows", read)
    model = panel.columns.columns
    with qtbot.waitSignals([studio.dataset_changed, studio.table_sample.arrived], timeout=LOADING_MS):
        studio.load_dataset(streamed_table)
    assert studio.dataset.is_streamed
    examples = np.array(studio.dataset.examples)[studio.dataset.splits.train]
    for column, train in enumerate(studio.dataset.scaling.inverse(examples).T):
        assert model.index(column, MEAN).data() == f"{train.mean():.4g}"
        assert model.index(column, NAME).data(FIGURES_ROLE).high == pytest.approx(train.max())
    assert len(readers) == 1
    assert readers[0] is not threading.main_thread()
    late = DatasetPanel(studio, Theme("light"))
    qtbot.addWidget(late)
    qtbot.addWidget(late.header)
    assert late.columns.columns.index(0, MEAN).data() == model.index(0, MEAN).data()


def test_that_a_streamed_table_has_names_before_its_figures(streamed_table, theme, qtbot):
    view = ColumnsView(theme)
    qtbot.addWidget(view)
    view.columns.set_dataset(load_dataset(streamed_table))
    assert view.columns.index(1, NAME).data() == "column 1"
    assert view.columns.index(1, MEAN).data() is None
    with qtbot.waitExposed(view):
        view.show()
    assert not view.grab().isNull()


def test_that_a_table_whose_file_is_cut_short_says_so(panel, studio, qtbot, streamed_table, monkeypatch):
    def cut(dataset):
        os.truncate(dataset.examples.filename, 100)
        return sampled_rows(dataset)

    monkeypatch.setattr("vae_studio.gui.dataset.table_sample.sampled_rows", cut)
    with qtbot.waitSignals([studio.dataset_changed, studio.table_sample.failed], timeout=LOADING_MS):
        studio.load_dataset(streamed_table)
    assert "cannot be read any more: it is shorter than it was" in panel.loading.words.text()


def test_that_exactly_one_source_is_marked(with_wine, studio, qtbot):
    source = with_wine.source
    assert (source.tables.value(), source.segments.value()) == ("wine", "")
    assert not any(source.segments.button(value).isChecked() for value in ("digits", "mnist", "folder", "file"))
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        qtbot.mouseClick(source.segments.button("digits"), Qt.MouseButton.LeftButton)
    assert (source.tables.value(), source.segments.value()) == ("", "digits")
    assert not source.tables.button("wine").isChecked()
    assert with_wine.columns.isHidden()
    assert not with_wine.gallery.isHidden()


def test_that_a_table_has_options_of_its_own(with_wine, studio, qtbot):
    form = with_wine.preprocessing.form
    with_wine.preprocessing.disclosure.click()
    assert with_wine.preprocessing.pixels.parentWidget().isHidden()
    for name in ("size", "fit", "colour", "invert", "threshold"):
        assert form.row(name).field.isHidden()
    for name in ("label", "leave_out", "categories", "scaling", "validation"):
        assert not form.row(name).field.isHidden()
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        form.editor("leave_out").setText("ash, hue")
    assert studio.spec.data.leave_out == ("ash", "hue")
    assert with_wine.columns.columns.rowCount() == 11
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        editor = form.editor("scaling")
        editor.setCurrentIndex(editor.findData("none"))
    assert studio.dataset.scaling is None


def test_that_images_have_no_options_of_tables(panel, studio, qtbot):
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        studio.load_dataset(DataSpec())
    assert panel.preprocessing.form.row("label").field.isHidden()
    assert not panel.preprocessing.form.row("size").field.isHidden()


def test_that_a_table_with_text_can_be_read_after_its_label_is_named(panel, studio, qtbot, beasts):
    with qtbot.waitSignal(studio.dataset_failed, timeout=LOADING_MS):
        panel.source.chosen.emit(str(beasts))
    assert "column 'kind' holds text, such as 'ape' in row 2" in panel.loading.words.text()
    assert panel.source.segments.value() == "file"
    assert not panel.preprocessing.form.isHidden()
    assert not panel.preprocessing.form.row("label").field.isHidden()
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        panel.preprocessing.form.editor("label").setText("kind")
    assert studio.dataset.class_names == ("ape", "bee")
    assert studio.spec.data.source == str(beasts)
    assert panel.loading.isHidden()


@pytest.mark.parametrize("way", ["the panel", "elsewhere"])
def test_that_a_refused_table_keeps_its_options_whatever_else_changes(panel, studio, qtbot, beasts, way):
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        studio.load_dataset(DataSpec())
    with qtbot.waitSignal(studio.dataset_failed, timeout=LOADING_MS):
        if way == "the panel":
            panel.source.chosen.emit(str(beasts))
        else:
            studio.load_dataset(of_source(studio.spec.data, str(beasts)))
    studio.set_section("training", epochs=7)
    form = panel.preprocessing.form
    words = panel.loading.words.text()
    assert "(“Leave out”)" in words
    assert "(“Text”: Columns of 0 and 1)" in words
    assert "data." not in words.replace(str(beasts), "")
    assert "Until then the dataset stays digits." in words
    assert panel.source.segments.value() == "file"
    assert not form.row("label").field.isHidden()
    assert form.row("size").field.isHidden()
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        form.editor("label").setText("kind")
    assert studio.spec.data.source == str(beasts)
    assert studio.refused_data is None


def test_that_a_refused_table_is_given_up_by_choosing_another_source(panel, studio, qtbot, beasts):
    with qtbot.waitSignal(studio.dataset_failed, timeout=LOADING_MS):
        panel.source.chosen.emit(str(beasts))
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        qtbot.mouseClick(panel.source.segments.button("digits"), Qt.MouseButton.LeftButton)
    assert panel.source.segments.value() == "digits"
    assert panel.loading.isHidden()
    assert panel.preprocessing.form.row("label").field.isHidden()


def test_that_another_source_starts_without_the_columns_of_the_last_one(panel, studio, qtbot, beasts):
    data = DataSpec(source=str(beasts), label="kind", leave_out=("mass",), scaling="none")
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        studio.load_dataset(data)
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        qtbot.mouseClick(panel.source.tables.button("breast-cancer"), Qt.MouseButton.LeftButton)
    wanted = studio.spec.data
    assert (wanted.label, wanted.leave_out, wanted.scaling) == (None, (), "none")


def test_that_tables_are_locked_while_training(with_wine, studio, monkeypatch):
    monkeypatch.setattr(type(studio), "locked", True)
    studio.state_changed.emit(StudioState.TRAINING)
    assert not with_wine.source.tables.isEnabled()
    assert not with_wine.preprocessing.form.editor("label").isEnabled()


def test_that_what_a_source_holds_is_told_by_its_name_until_it_is_read(tmp_path):
    wine = load_dataset(DataSpec(source="wine"))
    assert source_kind(DataSpec(source="wine"), None) == "table"
    assert source_kind(DataSpec(source="mnist"), wine) == "image"
    assert source_kind(DataSpec(source="a/b.parquet"), wine) == "table"
    assert source_kind(DataSpec(source="a/b.npy"), wine) == "image"
    assert of_source(DataSpec(label="x", leave_out=("y",)), "z") == DataSpec(source="z")


def test_that_a_histogram_counts_the_training_rows_of_the_column(tmp_path):
    path = tmp_path / "table.csv"
    values = np.random.default_rng(0).normal(5, 2, 500)
    path.write_text("x,one,flag\n" + "".join(f"{value:.9g},7,{value > 6:d}\n" for value in values))
    dataset = load_dataset(DataSpec(source=str(path)))
    figures = column_figures(dataset, 0)
    counts, _ = np.histogram(values[dataset.splits.train], BINS)
    np.testing.assert_allclose(figures.heights, counts / counts.max(), atol=0.05)
    constant = column_figures(dataset, 1)
    assert (constant.mean, constant.deviation, constant.low, constant.high) == (7, 0, 7, 7)
    flag = column_figures(dataset, 2)
    assert flag.mean == pytest.approx((values[dataset.splits.train] > 6).mean())
    assert flag.heights[[0, -1]].max() == 1
    assert not flag.heights[1:-1].any()


def test_that_ten_thousand_columns_cost_only_those_on_screen(qtbot, tmp_path):
    np.save(tmp_path / "wide.npy", np.random.default_rng(0).normal(size=(20, 10_000)))
    view = ColumnsView(Theme("dark"))
    qtbot.addWidget(view)
    view.resize(264, 200)
    view.columns.set_dataset(load_dataset(DataSpec(source=str(tmp_path / "wide.npy"))))
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    assert view.columns.rowCount() == 10_000
    assert 0 < view.columns._figures.cache_info().misses < 40


def test_that_images_have_no_columns(qtbot):
    model = ColumnsModel()
    model.set_dataset(load_dataset(DataSpec()))
    assert model.rowCount() == 0
    model.set_dataset(load_dataset(DataSpec(source="wine")))
    assert model.index(2, NAME).data(FIGURES_ROLE).name == "ash"
