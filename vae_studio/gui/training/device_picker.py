"""The choice of the device that training runs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QStyleOptionComboBox

from vae_studio.gui.widgets.fields import ComboBox
from vae_studio.gui.widgets.properties import set_property
from vae_studio.training.device_list import ALL, AUTO, CPU, Device, find_device, key_words

LOOKING = "Looking for GPUs…"
NO_GPU = "There is no GPU that TensorFlow can use. Training runs on the CPU."
CHOOSE = "Choose another device before training."
_SHORT = int(Qt.ItemDataRole.UserRole) + 1
"""Role of the few words that the closed field has room for."""
_MARGIN = 24


class DevicePicker(ComboBox):
    """Lists the devices once they are known; in its field the one that is taken, in two words.

    Signals
    -------
    picked
        Another value of ``training.device``.
    """

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._devices: tuple[Device, ...] | None = None
        self.setAccessibleName("Device")
        self.activated.connect(lambda _: self.picked.emit(str(self.currentData())))
        self.show_device(AUTO)

    def show_devices(self, devices: Sequence[Device] | None) -> None:
        """List what there is; None while that is not known."""
        self._devices = None if devices is None else tuple(devices)
        self.show_device(str(self.currentData()))

    def show_device(self, key: str) -> None:
        """Show a value of ``training.device``; one that cannot be taken is listed too, with the reason."""
        key = self._listed(key)
        with QSignalBlocker(self):
            self.clear()
            for value, words, short in self._rows(key):
                self.addItem(words, value)
                self.setItemData(self.count() - 1, short, _SHORT)
            self.setCurrentIndex(self.findData(key))
        self._forbid_unusable()
        missing = self._is_missing(key)
        set_property(self, "error", "true" if missing else "false")
        self.setToolTip(f"{key_words(key)}{self._reason(key)} {CHOOSE}" if missing else self._hint())
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + _MARGIN)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Have the closed field say the device in two words."""
        super().initStyleOption(option)
        option.currentText = str(self.currentData(_SHORT) or "")

    def _listed(self, key: str) -> str:
        """Return the row of a value: ``gpu`` is the first GPU, ``all`` that one where it is alone."""
        if key in (AUTO, CPU) or self._devices is None:
            return key
        found = find_device(key, self._devices)
        return key if found is None else found.key

    def _rows(self, key: str) -> Iterator[tuple[str, str, str]]:
        """Yield the value, the words and the few words of each row."""
        devices = self._devices or ()
        automatic = find_device(AUTO, devices)
        suffix = "" if automatic is None else f": {automatic.label}"
        yield AUTO, f"Automatic{suffix}", "Automatic" if automatic is None else automatic.label
        if self._devices is None:
            yield CPU, "CPU", "CPU"
        for device in devices:
            words = ": ".join(part for part in (device.label, device.details) if part)
            short = key_words(device.key)
            yield device.key, f"{words} (cannot be used)" if device.problem else words, short
        if key not in (AUTO, CPU, *(device.key for device in devices)):
            words = key_words(key)
            why = "cannot be used" if self._problem(key) else "not here"
            yield key, words if self._devices is None else f"{words} ({why})", words

    def _forbid_unusable(self) -> None:
        model = self.model()
        assert isinstance(model, QStandardItemModel), "a combo box keeps its rows in one"
        problems = {device.key: device.problem for device in self._devices or () if device.problem}
        for row in range(self.count()):
            problem = problems.get(str(self.itemData(row)))
            model.item(row).setEnabled(problem is None)
            self.setItemData(row, problem, Qt.ItemDataRole.ToolTipRole)

    def _is_missing(self, key: str) -> bool:
        return self._devices is not None and find_device(key, self._devices) is None

    def _problem(self, key: str) -> str:
        """Return why what a value means cannot be used; empty where it can, or is not there at all."""
        names_none = key in ("gpu", ALL)
        unusable = (device for device in self._devices or () if device.problem)
        return next((device.problem for device in unusable if names_none or device.key == key), "")

    def _reason(self, key: str) -> str:
        """Return what follows the name of a device that cannot be taken."""
        problem = self._problem(key)
        return f": {problem}" if problem else " is not here."

    def _hint(self) -> str:
        """Return what else there is to say of the device that is taken."""
        if self._devices is None:
            return LOOKING
        if all(device.kind == "cpu" for device in self._devices):
            return NO_GPU
        device = find_device(str(self.currentData()), self._devices)
        return "" if device is None else ": ".join(part for part in (device.label, device.details) if part)
