"""Presets in the window: the row in the Model panel, the menu, and what taking one does to the settings."""

import pytest
from PySide6.QtCore import Qt

from vae_studio.api import DataError, Kind
from vae_studio.data.progress import Progress
from vae_studio.gui.dataset_loader import DatasetLoader
from vae_studio.gui.model.panel import ModelPanel
from vae_studio.gui.model.preset_menu import PresetMenu
from vae_studio.gui.model.preset_row import NONE_OF_THEM
from vae_studio.gui.studio_state import StudioState
from vae_studio.runs.presets import preset, presets
from vae_studio.training.events import Finished

LOADING_MS = 60_000
TENSORFLOW_MS = 180_000
"""Reading a dataset, and loading TensorFlow and training with it, on a busy machine."""


@pytest.fixture
def loads(monkeypatch):
    """What datasets would be loaded; none is."""
    asked = []
    monkeypatch.setattr(DatasetLoader, "load", lambda loader, data: asked.append(data.source))
    return asked


@pytest.fixture
def panel(quiet_studio, theme, loads, qtbot):
    panel = ModelPanel(quiet_studio, theme)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.header)
    return panel


@pytest.fixture
def menu(quiet_studio, loads, qtbot):
    menu = PresetMenu(quiet_studio)
    qtbot.addWidget(menu)
    return menu


def take(combo, name):
    """Take a preset as a person does: the list reports only what was activated."""
    combo.setCurrentIndex(combo.findData(name))
    combo.activated.emit(combo.currentIndex())


def checked(menu):
    return [name for name, action in menu.by_name.items() if action.isChecked()]


def test_that_the_row_offers_every_preset_and_names_what_is_none(panel):
    combo = panel.preset.combo
    assert [combo.itemData(index) for index in range(combo.count())] == [one.name for one in presets()]
    assert combo.currentIndex() == -1
    assert combo.placeholderText() == NONE_OF_THEM


def test_that_taking_a_preset_fills_every_section(panel, quiet_studio, loads):
    take(panel.preset.combo, "autoencoder")
    assert quiet_studio.spec == preset("autoencoder").spec
    assert loads == ["mnist"]
    assert panel.pickers[Kind.ENCODER].form.values()["posterior"] == "deterministic"
    assert panel.pickers[Kind.KL_STRATEGY].combo.currentData() == "none"
    assert panel.preset.combo.currentText() == "Autoencoder"
    assert panel.preset.combo.toolTip() == preset("autoencoder").teaches


def test_that_a_preset_leaves_what_belongs_to_the_machine(panel, quiet_studio):
    quiet_studio.set_section("training", device="cpu", shards=2, keep_checkpoints=9)
    take(panel.preset.combo, "keras-fit")
    training = quiet_studio.spec.training
    assert (training.device, training.shards, training.keep_checkpoints) == ("cpu", 2, 9)
    assert training.loop == "keras"
    assert quiet_studio.preset == "keras-fit"


def test_that_a_change_makes_them_own_settings_and_taking_it_back_the_preset(panel, quiet_studio):
    take(panel.preset.combo, "conv-vae")
    quiet_studio.set_parameters(Kind.ENCODER, {"kernel": 7})
    assert panel.preset.combo.currentIndex() == -1
    quiet_studio.set_parameters(Kind.ENCODER, {"kernel": 5})
    assert panel.preset.combo.currentData() == "conv-vae"


def test_that_seed_and_epochs_are_no_part_of_a_preset(panel, quiet_studio):
    take(panel.preset.combo, "conv-vae")
    quiet_studio.set_section("training", seed=7, epochs=3)
    assert panel.preset.combo.currentData() == "conv-vae"


def test_that_taking_a_preset_again_undoes_what_was_changed_since(panel, quiet_studio):
    take(panel.preset.combo, "monte-carlo")
    quiet_studio.set_parameters(Kind.KL_STRATEGY, {"samples": 2})
    take(panel.preset.combo, "monte-carlo")
    assert quiet_studio.spec == preset("monte-carlo").spec


@pytest.mark.parametrize("name", [one.name for one in presets()])
def test_that_every_preset_shows_in_the_forms_as_its_file_has_it(panel, quiet_studio, name):
    take(panel.preset.combo, name)
    spec = preset(name).spec
    for kind, picker in panel.pickers.items():
        assert picker.combo.currentData() == spec.choice(kind).plugin
        shown = {} if picker.form is None else picker.form.values()
        given = spec.choice(kind).params
        for key, value in given.items():
            assert shown[key] in (value, (value,)), "a single number may stand for a list of one"
    assert quiet_studio.preset == name


def test_that_the_menu_takes_presets_and_checks_the_one_taken(menu, quiet_studio):
    assert checked(menu) == []
    menu.by_name["mixture-prior"].trigger()
    assert quiet_studio.spec == preset("mixture-prior").spec
    assert checked(menu) == ["mixture-prior"]
    menu.by_name["mixture-prior"].trigger()
    assert checked(menu) == ["mixture-prior"]
    quiet_studio.set_latent_size(5)
    assert checked(menu) == []
    assert menu.by_name["annealing"].toolTip() == preset("annealing").teaches


def test_that_a_preset_keeps_its_name_with_another_source_of_its_kind(panel, quiet_studio, tmp_path):
    quiet_studio.apply_preset("mixture-prior")
    quiet_studio.set_section("training", epochs=99, seed=5)
    assert quiet_studio.preset == "mixture-prior"
    quiet_studio.set_section("data", source="digits")
    assert quiet_studio.preset == "mixture-prior"
    quiet_studio.set_section("data", source=str(tmp_path / "table.csv"))
    assert quiet_studio.preset == ""
    quiet_studio.apply_preset("table-vae")
    quiet_studio.set_section("data", source=str(tmp_path / "table.csv"), label="species")
    assert quiet_studio.preset == "table-vae"


def test_that_neither_row_nor_menu_takes_one_while_training(panel, menu, quiet_studio, monkeypatch):
    monkeypatch.setattr(type(quiet_studio), "locked", True)
    quiet_studio.state_changed.emit(StudioState.TRAINING)
    assert not panel.preset.combo.isEnabled()
    assert not any(action.isEnabled() for action in menu.by_name.values())


def test_that_the_dataset_of_before_is_not_held_against_a_preset(quiet_studio, qtbot, monkeypatch):
    """A convolution does not fit a table, but the images that the preset names are still being read."""
    with qtbot.waitSignal(quiet_studio.dataset_changed, timeout=LOADING_MS):
        quiet_studio.load_dataset(preset("table-vae").spec.data)
    monkeypatch.setattr(DatasetLoader, "load", lambda loader, data: None)
    monkeypatch.setattr(DatasetLoader, "loading", True)
    problems = []
    quiet_studio.spec_problem.connect(lambda problem: problems.append(problem))
    quiet_studio.apply_preset("conv-vae")
    assert quiet_studio.problem is None
    assert problems == []
    assert quiet_studio.can_train() == (False, "The dataset is being read.")


def test_that_a_preset_on_the_dataset_at_hand_gives_up_another_one_on_its_way(quiet_studio, qtbot):
    digits = preset("conv-vae").spec.data.model_copy(update={"source": "digits"})
    with qtbot.waitSignal(quiet_studio.dataset_changed, timeout=LOADING_MS):
        quiet_studio.load_dataset(digits)
    said: list[Progress | None] = []
    quiet_studio.dataset_progress.connect(said.append)
    quiet_studio.apply_preset("table-vae")
    quiet_studio._settings.take(preset("conv-vae").spec.model_copy(update={"data": digits}))
    assert said[-1] is None
    assert quiet_studio.can_train()[0]
    assert quiet_studio.spec.data == digits


def test_that_a_dataset_that_cannot_be_had_leaves_the_one_of_before(
    quiet_studio, blob_spec, qtbot, monkeypatch
):
    with qtbot.waitSignal(quiet_studio.dataset_changed, timeout=LOADING_MS):
        quiet_studio.load_dataset(blob_spec.data)

    def refuse(*_, **__):
        raise DataError("MNIST cannot be downloaded.", "Check the connection.")

    monkeypatch.setattr(type(quiet_studio.session), "load_dataset", refuse)
    with qtbot.waitSignal(quiet_studio.dataset_failed, timeout=LOADING_MS):
        quiet_studio.apply_preset("autoencoder")
    assert quiet_studio.spec.data.source == blob_spec.data.source
    assert quiet_studio.spec.kl.plugin == "none"
    assert quiet_studio.preset == "autoencoder", "another source of images counts for nothing"
    assert quiet_studio.can_train()[0]


def test_that_a_card_and_the_button_beside_it_lead_to_a_trained_run(make_main_window, blob_spec, qtbot):
    window = make_main_window(spec=blob_spec)
    studio, start = window.studio, window.latent.start
    with qtbot.waitSignals([studio.hardware_changed, studio.dataset_changed], timeout=TENSORFLOW_MS):
        window.show()
    assert start.isVisible()
    qtbot.mouseClick(start.kl_lab, Qt.MouseButton.LeftButton)
    assert window.centre.pages.currentWidget() is window.kl_lab
    window.centre.show_page(window.latent)
    assert start.isVisible()
    with qtbot.waitSignal(studio.dataset_changed, timeout=LOADING_MS):
        qtbot.mouseClick(start.cards["table-vae"], Qt.MouseButton.LeftButton)
    assert window.model.preset.combo.currentText() == "Table VAE"
    assert window.menus.presets.by_name["table-vae"].isChecked()
    studio.set_section("training", epochs=1)
    with qtbot.waitSignal(
        studio.training_event, check_params_cb=lambda event: isinstance(event, Finished), timeout=TENSORFLOW_MS
    ):
        qtbot.mouseClick(window.latent.train, Qt.MouseButton.LeftButton)
    assert not start.isVisible()
    assert studio.run.complete_epochs == 1
    assert studio.run.spec.kl.plugin == "tfp_add_loss"
    assert studio.preset == "table-vae"
