"""The Model panel, driven through its controls, with the real studio behind it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from vae_studio.api import DataSpec, Kind, SpecError
from vae_studio.gui.model.flow_parts import flow_of
from vae_studio.gui.model.panel import ModelPanel
from vae_studio.gui.model.shape_flow import problem_words
from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Theme
from vae_studio.model.description import LayerShape, ModelDescription
from vae_studio.registry.registry import Registry
from vae_studio.session import Session

REFERENCE = ModelDescription(
    data_shape=(28, 28, 1),
    encoder_flow=(
        LayerShape("Conv2D", (12, 12, 8)),
        LayerShape("Conv2D", (4, 4, 8)),
        LayerShape("Flatten", (128,)),
        LayerShape("Dense", (64,)),
        LayerShape("Dense", (4,)),
    ),
    decoder_flow=(LayerShape("Dense", (64,)), LayerShape("Conv2D", (28, 28, 1))),
    latent_size=2,
    parameters=22133,
)


@pytest.fixture
def studio(workspace, qtbot):
    """A studio with plugins of its own, whose core never starts."""
    studio = Studio(Session(Registry(), workspace))
    yield studio
    studio.shutdown()


@pytest.fixture
def panel(studio, qtbot):
    panel = ModelPanel(studio, Theme("dark"))
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    return panel


def offered(picker):
    return [picker.combo.itemData(index) for index in range(picker.combo.count())]


def take(picker, name):
    """Choose a plugin as a person does: the list reports only what was activated."""
    picker.combo.setCurrentIndex(picker.combo.findData(name))
    picker.combo.activated.emit(picker.combo.currentIndex())


def test_that_every_picker_offers_what_the_registry_has(panel, studio):
    for kind, picker in panel.pickers.items():
        assert offered(picker) == [plugin.name for plugin in studio.registry.available(kind)]
        assert picker.combo.currentData() == studio.spec.choice(kind).plugin


def test_that_a_form_shows_the_parameters_of_the_plugin_that_is_taken(panel, studio):
    form = panel.pickers[Kind.ENCODER].form
    plugin = studio.registry.get(Kind.ENCODER, "conv")
    assert sorted(form.names) == sorted(["latent_size", *plugin.params.model_fields])
    assert form.values()["latent_size"] == 2


def test_that_taking_another_plugin_changes_the_spec_and_the_form(panel, studio):
    take(panel.pickers[Kind.ENCODER], "dense")
    assert studio.spec.encoder.plugin == "dense"
    plugin = studio.registry.get(Kind.ENCODER, "dense")
    names = panel.pickers[Kind.ENCODER].form.names
    assert sorted(names) == sorted(["latent_size", *plugin.params.model_fields])


def test_that_an_edit_in_a_form_reaches_the_spec(panel, studio):
    panel.pickers[Kind.ENCODER].form.editor("filters").setText("4, 6")
    assert studio.spec.encoder.params == {"filters": (4, 6)}
    panel.pickers[Kind.ENCODER].form.editor("latent_size").setValue(10)
    assert studio.spec.encoder.latent_size == 10
    assert studio.spec.encoder.params == {"filters": (4, 6)}


def test_that_settings_changed_elsewhere_show_in_the_forms(panel, studio):
    studio.set_latent_size(7)
    studio.choose_plugin(Kind.KL_STRATEGY, "monte_carlo")
    studio.set_parameters(Kind.KL_STRATEGY, {"samples": 5})
    assert panel.pickers[Kind.ENCODER].form.values()["latent_size"] == 7
    assert panel.pickers[Kind.KL_STRATEGY].combo.currentData() == "monte_carlo"
    assert panel.pickers[Kind.KL_STRATEGY].form.values()["samples"] == 5


def test_that_forms_fold_away_and_open_again(panel, qtbot):
    picker = panel.pickers[Kind.DECODER]
    assert picker.form.isHidden()
    qtbot.mouseClick(picker.disclosure, Qt.MouseButton.LeftButton)
    assert not picker.form.isHidden()


def test_that_a_refused_value_is_explained_under_its_field(panel, studio):
    studio.set_parameters(Kind.ENCODER, {"kernel": 99})
    row = panel.pickers[Kind.ENCODER].form.row("kernel")
    assert "at most 31 px" in row.problem.text()
    assert row.editor.property("error") == "true"
    assert panel.flow.verdict.text().startswith("Encoder kernel: ")
    studio.set_parameters(Kind.ENCODER, {"kernel": 5})
    assert row.problem.isHidden()


def test_that_a_problem_in_a_folded_form_unfolds_it(panel, studio):
    problem = SpecError("must be positive.", "decoder.scale")
    studio.spec_problem.emit(problem)
    picker = panel.pickers[Kind.DECODER]
    assert not picker.form.isHidden()
    assert picker.form.row("scale").problem.text() == "Must be positive."


def test_that_a_problem_of_the_choice_itself_stands_under_the_picker(panel, studio):
    studio.spec_problem.emit(SpecError("needs images.", "encoder.plugin", "Choose dense."))
    picker = panel.pickers[Kind.ENCODER]
    assert picker.problem.text() == "Needs images. Choose dense."
    assert picker.combo.property("error") == "true"
    studio.spec_problem.emit(None)
    assert picker.problem.isHidden()
    assert picker.combo.property("error") == "false"


def test_that_a_broken_plugin_is_not_offered(panel, studio):
    studio.registry.mark_broken(Kind.DECODER, "dense", "It raised.", "Traceback …")
    studio.plugins_changed.emit()
    assert offered(panel.pickers[Kind.DECODER]) == ["conv"]


def test_that_a_plugin_in_use_that_breaks_stays_named_as_not_available(panel, studio):
    studio.registry.mark_broken(Kind.DECODER, "conv", "It raised.", "Traceback …")
    studio.plugins_changed.emit()
    assert panel.pickers[Kind.DECODER].combo.currentText() == "conv (not available)"
    assert studio.spec.decoder.plugin == "conv"


def test_that_the_shape_flow_is_that_of_the_design(panel, studio):
    studio.description_changed.emit(REFERENCE)
    assert panel.flow.line.text == "28×28×1 → 12×12×8 → 4×4×8 → 64 → z 2"
    assert panel.flow.count.text() == "22\u2009133 parameters"
    assert panel.flow.verdict.text() == "Valid"
    assert "Flatten  128" in panel.flow.line.toolTip()


def test_that_the_flow_fits_the_dock_and_gives_way_from_the_middle(panel, studio, qtbot):
    line = panel.flow.line
    line.set_parts(flow_of(REFERENCE))
    line.resize(264, 16)
    assert len(line.shown_parts()) == 5
    line.resize(150, 16)
    shown = [part.text for part in line.shown_parts()]
    assert shown[0] == "28×28×1"
    assert "…" in shown
    assert shown[-1] == "z 2"


def test_that_a_model_that_cannot_be_has_no_output(panel, studio, qtbot):
    with qtbot.waitSignal(studio.dataset_changed, timeout=20_000):
        studio.load_dataset(DataSpec())
    studio.set_parameters(Kind.ENCODER, {"kernel": 99})
    assert panel.flow.line.text == "28×28×1 → no output"
    assert panel.flow.count.isHidden()


def test_that_a_problem_is_named_by_its_key():
    problem = SpecError("a 5 px kernel does not fit a 4×4 input.", "encoder.filters", "Use fewer layers.")
    words = problem_words(problem)
    assert words == "Encoder filters: a 5 px kernel does not fit a 4×4 input. Use fewer layers."
    assert problem_words(SpecError("It cannot be.")) == "It cannot be."
    unfit = SpecError("encoder 'conv' works on images", "encoder.plugin", "Choose 'dense'.")
    assert problem_words(unfit) == "Encoder 'conv' works on images. Choose 'dense'."


def test_that_the_caution_of_a_kl_strategy_stands_beneath_the_shapes(panel):
    panel.flow.show_description(replace(REFERENCE, caution="Effective β is 128 here."))
    assert panel.flow.caution.text() == "Effective β is 128 here."
    assert not panel.flow.caution.parentWidget().isHidden()
    panel.flow.show_description(REFERENCE)
    assert panel.flow.caution.parentWidget().isHidden()


def test_that_waiting_for_tensorflow_is_said(panel, studio):
    studio.core_phase.emit("Loading TensorFlow…")
    assert panel.flow.count.text() == "Loading TensorFlow…"
    assert panel.flow.verdict.isHidden()


def test_that_everything_is_locked_while_training_but_can_be_read(panel, studio, monkeypatch, qtbot):
    monkeypatch.setattr(type(studio), "locked", True)
    studio.state_changed.emit(StudioState.TRAINING)
    picker = panel.pickers[Kind.ENCODER]
    assert not picker.combo.isEnabled()
    assert not picker.form.editor("kernel").isEnabled()
    assert panel.header.hint.text() == "Locked while training"
    qtbot.mouseClick(picker.disclosure, Qt.MouseButton.LeftButton)
    assert picker.form.isHidden(), "folding changes no setting"
    monkeypatch.setattr(type(studio), "locked", False)
    studio.state_changed.emit(StudioState.IDLE)
    assert picker.form.editor("kernel").isEnabled()
