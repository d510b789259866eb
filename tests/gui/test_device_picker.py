"""The choice of the device, over made-up lists of devices."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionComboBox

from vae_studio.gui.core.start_up import Hardware
from vae_studio.gui.training.device_picker import LOOKING, NO_GPU
from vae_studio.gui.training.settings_form import TrainingSettings
from vae_studio.training.device_list import Device, with_all_gpus

CPU = Device("cpu", "cpu", "Some CPU", 16 * 2**30, 8)
FIRST = Device("gpu:0", "gpu", "Fast One", 24 * 2**30)
SECOND = Device("gpu:1", "gpu", "Fast Two", 24 * 2**30)
UNUSED = Device("gpu:0", "gpu", "Fast One", 24 * 2**30, problem="No driver for it.")


@pytest.fixture
def form(quiet_studio, theme, qtbot):
    form = TrainingSettings(quiet_studio, theme)
    qtbot.addWidget(form)
    return form


def words(picker):
    return [picker.itemText(row) for row in range(picker.count())]


def shown(picker):
    """Return what the closed field says."""
    option = QStyleOptionComboBox()
    picker.initStyleOption(option)
    return option.currentText


def test_that_before_tensorflow_is_there_only_what_is_certain_is_offered(form):
    assert words(form.device) == ["Automatic", "CPU"]
    assert form.device.toolTip() == LOOKING


def test_that_every_device_is_listed_with_its_memory_and_all_gpus_together(form, quiet_studio):
    quiet_studio.hardware_changed.emit(Hardware(8, with_all_gpus((CPU, FIRST, SECOND))))
    assert words(form.device) == [
        "Automatic: GPU 0",
        "CPU: Some CPU, 8 cores, 16 GB",
        "GPU 0: Fast One, 24 GB",
        "GPU 1: Fast Two, 24 GB",
        "All GPUs (2): 48 GB",
    ]
    assert (form.device.currentData(), shown(form.device)) == ("auto", "GPU 0")


def test_that_a_device_taken_by_the_keyboard_becomes_the_spec_s(form, quiet_studio):
    quiet_studio.hardware_changed.emit(Hardware(8, with_all_gpus((CPU, FIRST, SECOND))))
    QTest.keyClick(form.device, Qt.Key.Key_End)
    assert quiet_studio.spec.training.device == "all"
    assert shown(form.device) == "All GPUs"


def test_that_a_device_that_is_not_there_any_more_is_said_to_be_so(form, quiet_studio):
    quiet_studio.set_section("training", device="gpu:1")
    assert shown(form.device) == "GPU 1"
    assert form.device.property("error") == "false"  # nobody knows yet
    quiet_studio.hardware_changed.emit(Hardware(8, (CPU, FIRST)))
    assert words(form.device)[-1] == "GPU 1 (not here)"
    assert form.device.currentData() == "gpu:1"
    assert form.device.property("error") == "true"
    assert form.device.toolTip() == "GPU 1 is not here. Choose another device before training."
    quiet_studio.set_section("training", device="gpu:0")
    assert words(form.device)[-1] == "GPU 0: Fast One, 24 GB"
    assert form.device.property("error") == "false"


def test_that_a_gpu_that_cannot_be_used_is_listed_with_the_reason_and_cannot_be_taken(form, quiet_studio):
    quiet_studio.hardware_changed.emit(Hardware(8, (CPU, UNUSED)))
    row = form.device.findData("gpu:0")
    assert form.device.itemText(row) == "GPU 0: Fast One, 24 GB (cannot be used)"
    assert form.device.itemData(row, Qt.ItemDataRole.ToolTipRole) == "No driver for it."
    assert not form.device.model().item(row).isEnabled()
    assert shown(form.device) == "CPU"


@pytest.mark.parametrize(("key", "name"), [("gpu:0", "GPU 0"), ("gpu", "GPU"), ("all", "All GPUs")])
def test_that_a_gpu_that_a_spec_asks_for_and_that_cannot_be_used_comes_with_the_reason(
    form, quiet_studio, key, name
):
    quiet_studio.set_section("training", device=key)
    quiet_studio.hardware_changed.emit(Hardware(8, (CPU, UNUSED)))
    assert form.device.currentData() == key
    assert form.device.currentText().endswith("(cannot be used)")
    assert form.device.property("error") == "true"
    assert form.device.toolTip() == f"{name}: No driver for it. Choose another device before training."


def test_that_without_a_gpu_the_picker_says_so(form, quiet_studio):
    quiet_studio.hardware_changed.emit(Hardware(8, (CPU,)))
    assert form.device.toolTip() == NO_GPU
    quiet_studio.set_section("training", device="gpu")
    assert words(form.device)[-1] == "GPU (not here)"


def test_that_the_status_bar_s_words_are_those_of_the_device_that_is_taken_by_itself():
    assert Hardware(8).label == Hardware(8, (CPU, UNUSED)).label == "CPU · 8 threads"
    assert Hardware(8, (CPU, FIRST, SECOND)).label == "Fast One, 24 GB"
