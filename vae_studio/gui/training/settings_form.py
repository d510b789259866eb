"""The training settings: device, epochs, optimiser, batch, learning rate, seed, loop."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from vae_studio.api import TrainingSpec, describe_parameters
from vae_studio.gui.core.start_up import Hardware
from vae_studio.gui.forms.editors import Editor, make_editor
from vae_studio.gui.forms.number_editors import FloatEditor
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.device_picker import DevicePicker
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl

ROW_HEIGHT = 32
FIELDS = (
    ("epochs", "Epochs", 0, 1),
    ("optimiser", "Optimiser", 1, 0),
    ("batch_size", "Batch", 1, 1),
    ("learning_rate", "Learning rate", 2, 0),
    ("seed", "Seed", 2, 1),
)
"""Parameter, its words here, and its row and column of pairs."""
LOOPS = (
    Segment("studio", "Studio", tooltip="The studio's own compiled loop."),
    Segment("keras", "Keras fit", tooltip="Keras' compile and fit: slower, with the same figures."),
)
LOOP_ROW = 3
WORDS = {"adam": "Adam", "rmsprop": "RMSprop", "sgd": "SGD"}


class TrainingSettings(QWidget):
    """Edits the training section of the studio's spec; shows it when it changes elsewhere."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._locked = False
        self.device = DevicePicker()
        self.device.picked.connect(lambda device: studio.set_section("training", device=device))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, 84)
        self._grid.setColumnMinimumWidth(2, 16)
        self._grid.setColumnMinimumWidth(3, 52)
        self._grid.setColumnStretch(1, 5)
        self._grid.setColumnStretch(4, 4)
        self.loop = SegmentedControl(theme, LOOPS)
        self.loop.changed.connect(lambda loop: studio.set_section("training", loop=loop))
        self._place("Device", self.device, 0, 0)
        self._editors = self._make_editors()
        self._loop_label = self._place("Loop", self.loop, LOOP_ROW, 0, columns=4)
        studio.spec_changed.connect(self.show_spec)
        studio.hardware_changed.connect(self.show_hardware)
        self.show_spec()
        self.show_hardware(studio.hardware)

    def editor(self, name: str) -> Editor:
        """Return the control of one parameter of the training section."""
        return self._editors[name]

    @property
    def learning_rate(self) -> FloatEditor:
        """The control of the learning rate."""
        editor = self._editors["learning_rate"]
        assert isinstance(editor, FloatEditor), "the learning rate is a decimal number"
        return editor

    def set_locked(self, locked: bool) -> None:
        """Let nothing be changed, or everything; what was written meanwhile gives way to the spec."""
        self._locked = locked
        self.device.setEnabled(not locked)
        self.loop.setEnabled(not locked)
        for editor in self._editors.values():
            editor.setEnabled(not locked)
        if not locked:
            self.show_spec()

    def show_loop(self, shown: bool) -> None:
        """Show the choice of the loop, or leave its place to what matters more."""
        self._grid.setRowMinimumHeight(LOOP_ROW, ROW_HEIGHT if shown else 0)
        self._loop_label.setVisible(shown)
        self.loop.setVisible(shown)

    def show_spec(self) -> None:
        """Show the values of the studio's spec."""
        if self._locked:
            return
        training = self._studio.spec.training
        for name, editor in self._editors.items():
            value = getattr(training, name)
            if editor.read() != value:
                editor.write(value)
        self.loop.set_value(training.loop)
        self.device.show_device(training.device)

    def show_hardware(self, hardware: Hardware) -> None:
        """Offer the devices that there are."""
        self.device.show_devices(hardware.devices)

    def _make_editors(self) -> dict[str, Editor]:
        parameters = {parameter.name: parameter for parameter in describe_parameters(TrainingSpec)}
        editors: dict[str, Editor] = {}
        for name, words, row, column in FIELDS:
            editor = make_editor(parameters[name], WORDS)
            editor.edited.connect(lambda value, key=name: self._set(key, value))
            self._place(words, editor, row, column)
            editors[name] = editor
        return editors

    def _set(self, key: str, value: object) -> None:
        if not self._locked:
            self._studio.set_section("training", **{key: value})

    def _place(self, words: str, field: QWidget, row: int, column: int, columns: int = 1) -> Label:
        label = Label(self._theme, words, tone="text_2")
        label.setBuddy(field)
        label.setToolTip(field.toolTip())
        self._grid.setRowMinimumHeight(row, ROW_HEIGHT)
        self._grid.addWidget(label, row, 3 * column)
        self._grid.addWidget(field, row, 3 * column + 1, 1, columns)
        return label
