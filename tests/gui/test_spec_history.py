"""Undo and redo of the settings, from the Edit menu and its keys."""

import pytest
from PySide6.QtCore import Qt

from vae_studio.api import Kind, RunSpec
from vae_studio.gui.spec_history import SpecHistory, changed_keys, edit_words


@pytest.fixture
def clock():
    """Seconds that pass only when a test says so."""
    return [0.0]


@pytest.fixture
def history(quiet_studio, clock):
    return SpecHistory(quiet_studio._settings, clock=lambda: clock[0])


def test_that_an_edit_is_undone_and_made_again(quiet_studio, history):
    before = quiet_studio.spec
    quiet_studio.set_latent_size(5)
    assert history.stack.undoText() == "encoder latent size"
    history.undo()
    assert quiet_studio.spec == before
    history.redo()
    assert quiet_studio.spec.encoder.latent_size == 5


def test_that_a_number_that_is_typed_is_one_edit_and_a_later_one_another(quiet_studio, history, clock):
    for size in (1, 12, 128):
        quiet_studio.set_latent_size(size)
        clock[0] += 0.2
    clock[0] += 5
    quiet_studio.set_latent_size(64)
    assert history.stack.count() == 2
    history.undo()
    assert quiet_studio.spec.encoder.latent_size == 128
    history.undo()
    assert quiet_studio.spec.encoder.latent_size == 2


def test_that_a_plugin_comes_back_with_its_parameters(quiet_studio, history):
    quiet_studio.set_parameters(Kind.ENCODER, {"units": (7,)})
    quiet_studio.choose_plugin(Kind.ENCODER, "conv")
    assert quiet_studio.spec.encoder.params == {}
    history.undo()
    assert quiet_studio.spec.encoder.plugin == "dense"
    assert tuple(quiet_studio.spec.encoder.params["units"]) == (7,)


def test_that_an_edit_after_an_undo_forgets_what_was_undone(quiet_studio, history):
    quiet_studio.set_section("training", epochs=7)
    history.undo()
    quiet_studio.set_section("training", epochs=9)
    assert not history.stack.canRedo()


def test_that_what_changed_is_told_in_words():
    before = RunSpec()
    assert edit_words(tuple(changed_keys(before, before.replaced("training", epochs=77)))) == "training epochs"
    assert edit_words(("encoder.filters", "encoder.kernel")) == "encoder"
    assert edit_words(("encoder.filters", "data.source")) == "change of settings"


def test_that_ctrl_z_in_a_number_field_undoes_the_edit_of_the_settings(make_main_window, blob_spec, qtbot):
    window = make_main_window(spec=blob_spec)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow())
    field = window.model.pickers[Kind.ENCODER].form.editor("latent_size")
    field.setFocus()
    field.setValue(6)
    assert window.studio.spec.encoder.latent_size == 6
    assert window.menus.undo.text() == "Undo encoder latent size"
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.studio.spec.encoder.latent_size == 2
    assert field.value() == 2
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.studio.spec.encoder.latent_size == 6


@pytest.fixture
def box(history):
    """A box that was emptied, and what its notice's button calls."""
    box = []
    return box, history.remember("empty box", lambda: box.append("thing"), box.clear)


def test_that_what_was_done_is_undone_and_done_again(history, box):
    things, _ = box
    assert (history.stack.undoText(), things) == ("empty box", []), "it was done before it was remembered"
    history.undo()
    assert (history.stack.redoText(), things) == ("empty box", ["thing"])
    history.redo()
    assert things == []


def test_that_nothing_is_taken_back_twice(history, box):
    things, take_back = box
    take_back()
    take_back()
    history.undo()
    assert things == ["thing"]
    history.redo()
    history.undo()
    take_back()
    assert things == ["thing"]


def test_that_a_notice_takes_back_what_was_done_before_later_edits_and_leaves_these(quiet_studio, history, box):
    things, take_back = box
    quiet_studio.set_latent_size(5)
    take_back()
    assert (things, quiet_studio.spec.encoder.latent_size) == (["thing"], 5)
    history.undo()
    assert (things, quiet_studio.spec.encoder.latent_size) == (["thing"], 2)
    assert not history.stack.canUndo(), "what the notice took back is not offered"
    history.redo()
    assert (things, quiet_studio.spec.encoder.latent_size) == (["thing"], 5)


def test_that_what_was_forgotten_can_still_be_taken_back_by_its_notice(history, box):
    things, take_back = box
    history.clear()
    assert not history.stack.canUndo()
    take_back()
    take_back()
    assert things == ["thing"]


def test_that_locked_settings_are_not_undone_but_what_else_was_done_is(quiet_studio, history, box):
    assert history.can_undo(locked=True)
    quiet_studio.set_latent_size(5)
    assert (history.can_undo(locked=True), history.can_undo(locked=False)) == (False, True)
    history.undo()
    assert (history.can_redo(locked=True), history.can_redo(locked=False)) == (False, True)


def test_that_a_run_that_is_opened_is_no_edit(quiet_studio, tiny_run, history):
    quiet_studio.set_latent_size(5)
    quiet_studio._on_opened(tiny_run)
    assert not quiet_studio.history.stack.canUndo()


def test_that_the_edit_menu_brings_back_what_was_cleared(make_main_window, blob_spec, image_files, qtbot):
    window = make_main_window(spec=blob_spec)
    studio, menus = window.studio, window.menus
    studio.set_latent_size(5)
    studio.add_images(image_files[:2])
    qtbot.waitUntil(lambda: len(studio.tray.cards) == 2)
    menus.clear.trigger()
    assert menus.undo.text() == "Undo clear tray"
    assert window.centre.notices.notice.action == "Undo"
    menus.undo.trigger()
    assert len(studio.tray.cards) == 2
    assert studio.spec.encoder.latent_size == 5
    assert window.centre.notices.notice is None, "the notice offers nothing that is done already"
    menus.redo.trigger()
    assert studio.tray.cards == ()
