"""The Plugins dialog, with a registry of its own behind it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from vae_studio.api import Kind
from vae_studio.gui.plugins_dialog import PluginsDialog
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.registry.records import PluginStatus
from vae_studio.registry.registry import Registry
from vae_studio.session import Session

TRACEBACK = """Traceback (most recent call last):
  File "head.py", line 9, in <module>
    from vae_studio.api import DecoderHead
ImportError: cannot import name 'DecoderHead'
from 'vae_studio.api'. Did you mean: 'Decoder'?
"""


@pytest.fixture
def studio(workspace, qtbot):
    studio = Studio(Session(Registry(), workspace))
    studio.registry.mark_broken(Kind.DECODER, "dense", "ImportError: cannot import name.", TRACEBACK)
    yield studio
    studio.shutdown()


@pytest.fixture
def dialog(studio, qtbot):
    ticks = iter(range(0, 1000, 2))
    dialog = PluginsDialog(studio, Theme("dark"), clock=lambda: float(next(ticks)))
    qtbot.addWidget(dialog)
    return dialog


def names(dialog):
    return [(record.kind, record.name) for record in dialog.tree.shown()]


def test_that_every_plugin_is_listed_by_kind(dialog, studio):
    assert names(dialog) == [(record.kind, record.name) for record in studio.registry.records]
    model = dialog.tree.model()
    groups = [model.index(row, 0).data() for row in range(model.rowCount())]
    counts = [sum(record.kind is kind for record in studio.registry.records) for kind in Kind]
    words = ["Encoders", "Decoders", "Priors", "KL strategies"]
    assert groups == [f"{word}  {count}" for word, count in zip(words, counts, strict=True)]


def test_that_the_first_problem_is_in_view(dialog):
    assert dialog.tree.current().name == "dense"
    assert dialog.detail.state.text() == "Broken"
    assert "left out of the Decoder list" in dialog.detail.explanation.text()


def test_that_the_traceback_is_shown_whole_and_can_be_copied(dialog, qtbot):
    assert dialog.detail.traceback.toPlainText() == TRACEBACK.rstrip()
    qtbot.mouseClick(dialog.detail.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == TRACEBACK.rstrip()


def test_that_a_plugin_in_order_shows_no_traceback_and_no_retry(dialog, studio):
    assert dialog.tree.select(studio.registry.record(Kind.ENCODER, "conv").key)
    assert dialog.detail.title.text() == "Convolutional"
    assert dialog.detail.state.text() == "Available"
    assert dialog.detail.retry_button.isHidden()
    entry = dialog.detail.facts["Entry point"].text()
    assert entry == "vae_studio.encoders : conv = vae_studio_builtins.conv_encoder:PLUGIN"


def test_that_trying_again_mends_what_can_be_mended_and_tells_the_panels(dialog, studio, qtbot):
    with qtbot.waitSignal(studio.plugins_changed):
        qtbot.mouseClick(dialog.detail.retry_button, Qt.MouseButton.LeftButton)
    assert studio.registry.record(Kind.DECODER, "dense").status is PluginStatus.AVAILABLE
    assert dialog.detail.state.text() == "Available"
    assert dialog.tree.current().name == "dense"


def test_that_a_rescan_says_how_long_it_took_and_keeps_the_selection(dialog, studio, qtbot):
    total = len(studio.registry.records)
    assert dialog.summary.text().startswith(f"{total} plugins from ")
    dialog.tree.select(studio.registry.record(Kind.PRIOR, "standard_normal").key)
    qtbot.mouseClick(dialog.rescan_button, Qt.MouseButton.LeftButton)
    assert dialog.summary.text().startswith(f"Scanned {total} plugins from ")
    assert dialog.summary.text().endswith(" in 2.0 s")
    assert dialog.tree.current().name == "standard_normal"


def test_that_chips_filter_by_state_and_count(dialog, studio, qtbot):
    chip = dialog.filter.chip(PluginStatus.BROKEN)
    assert chip.text() == "Broken  1"
    assert dialog.filter.chip(PluginStatus.DUPLICATE).isHidden(), "no plugin has this state"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert names(dialog) == [(Kind.DECODER, "dense")]
    qtbot.mouseClick(dialog.filter.chip(None), Qt.MouseButton.LeftButton)
    assert len(names(dialog)) == len(studio.registry.records)


def test_that_words_filter_by_name_kind_and_distribution(dialog, qtbot):
    dialog.filter.search.setText("kl mont")
    assert names(dialog) == [(Kind.KL_STRATEGY, "monte_carlo")]
    dialog.filter.search.setText("nowhere")
    assert names(dialog) == []
    assert dialog.detail.title.text() == "No plugin selected"


def test_that_a_filter_whose_last_plugin_is_mended_shows_all_again(dialog, studio, qtbot):
    qtbot.mouseClick(dialog.filter.chip(PluginStatus.BROKEN), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.detail.retry_button, Qt.MouseButton.LeftButton)
    assert len(names(dialog)) == len(studio.registry.records)
