"""Where and how a grid, or another figure, is saved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.figures import count
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton, PrimaryButton
from vae_studio.gui.widgets.fields import LineEdit, SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl

MOST_SCALE = 16
GRID_FORMATS = (
    Segment(".png", "PNG", tooltip="The picture, with its coordinates in the file's metadata"),
    Segment(".npz", "NPZ", tooltip="The decoded array and its coordinates"),
)


class SaveGridDialog(QDialog):
    """Asks for a file, its format and the scale of a picture.

    Parameters
    ----------
    theme
        Colours and type.
    path
        The file that is suggested.
    size
        Height and width of the mosaic in pixels.
    title
        Of the dialog.
    formats
        The endings there are; ``.png`` alone has a scale.
    """

    def __init__(
        self,
        theme: Theme,
        path: Path,
        size: tuple[int, int],
        parent: QWidget | None = None,
        *,
        title: str = "Save grid",
        formats: Sequence[Segment] = GRID_FORMATS,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._formats = tuple(formats)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.file = LineEdit()
        self.file.setText(str(path))
        self.format = SegmentedControl(theme, self._formats)
        self.scale = SpinBox("×")
        self.scale.setRange(1, MOST_SCALE)
        self.scale.setValue(2)
        self._pixels = Label(theme, "", role="secondary", tone="text_2")
        self.save = PrimaryButton(theme, "Save", "ph.floppy-disk")
        self.save.setDefault(True)
        self.cancel = Button(theme, "Cancel")
        self._lay_out()
        self.format.changed.connect(self._on_format)
        self.file.textEdited.connect(self._on_file)
        self.scale.valueChanged.connect(self._say_size)
        self.save.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._say_size()

    @property
    def path(self) -> Path:
        """The file that was chosen, with an ending."""
        path = Path(self.file.text()).expanduser()
        return path if path.suffix else path.with_suffix(self.format.value())

    def _on_format(self, ending: str) -> None:
        self.file.setText(str(self.path.with_suffix(ending)))
        self._say_size()

    def _on_file(self, text: str) -> None:
        ending = Path(text).suffix.lower()
        if any(ending == one.value for one in self._formats):
            self.format.set_value(ending)
        self.save.setEnabled(bool(Path(text).name))
        self._say_size()

    def _say_size(self) -> None:
        is_picture = self.format.value() == ".png"
        self.scale.setEnabled(is_picture)
        height, width = (side * self.scale.value() for side in self._size)
        self._pixels.setText(f"{count(width)} × {count(height)} px" if is_picture else "")

    def _browse(self) -> None:
        kinds = ";;".join(f"{one.label} (*{one.value})" for one in self._formats)
        file, _ = QFileDialog.getSaveFileName(
            self, self.windowTitle(), self.file.text(), kinds, f"*{self.format.value()}"
        )
        if file:
            self.file.setText(file)
            self._on_file(file)

    def _lay_out(self) -> None:
        browse = IconButton(self._theme, "ph.folder-open", "Choose a file", framed=True)
        browse.clicked.connect(self._browse)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(10)
        form.addRow("File", _line(self.file, browse))
        form.addRow("Format", self.format)
        form.addRow("Scale", _line(self.scale, self._pixels))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(18)
        column.addLayout(form)
        column.addLayout(buttons)


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for widget in widgets:
        line.addWidget(widget)
    return line
