"""Where and how a figure is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.figures import count
from vae_studio.gui.file_dialogs import save_file
from vae_studio.gui.preferences import Preferences
from vae_studio.gui.saving.figure import Figure
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, IconButton, PrimaryButton
from vae_studio.gui.widgets.fields import LineEdit, SpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.properties import set_property
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl

MOST_SCALE = 16
PURPOSE = "figures"
FORMATS = {
    ".png": Segment(".png", "PNG", tooltip="The picture, with its run and coordinates in the file's metadata"),
    ".svg": Segment(".svg", "SVG", tooltip="The plot as lines, sharp at every size"),
    ".gif": Segment(".gif", "GIF", tooltip="An animation"),
    ".csv": Segment(".csv", "CSV", tooltip="The numbers as a table"),
    ".npz": Segment(".npz", "NPZ", tooltip="The numbers as NumPy arrays"),
}
SCALED = (".png", ".gif")


class SaveDialog(QDialog):
    """Asks for a file, its format and the scale of a picture; stops nothing else.

    Parameters
    ----------
    theme
        Colours and type.
    figure
        What is saved: its formats, its size, and the file that is suggested.
    preferences
        Where the folder is remembered.
    """

    def __init__(
        self, theme: Theme, figure: Figure, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._preferences = preferences
        self._size = figure.size
        self._formats = tuple(FORMATS[ending] for ending in figure.endings)
        self.setWindowTitle(f"Save {_inside_a_sentence(figure.title)}")
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setMinimumWidth(460)
        folder = preferences.folder(PURPOSE) or figure.file.parent
        self.file = LineEdit()
        self.file.setAccessibleName("File")
        self.file.setText(str(folder / f"{figure.file.name}{figure.endings[0]}"))
        self.format = SegmentedControl(theme, self._formats)
        self.scale = SpinBox("×")
        self.scale.setAccessibleName("Scale")
        self.scale.setToolTip("Pixels of the file for each pixel of the picture, in both directions")
        self.scale.setRange(1, MOST_SCALE)
        self.scale.setValue(2)
        self._pixels = Label(theme, "", role="secondary", tone="text_2")
        self.problem = Label(theme, "", role="secondary", tone="error", wrap=True)
        self.problem.hide()
        self.save = PrimaryButton(theme, "Save", "ph.floppy-disk")
        self.save.setDefault(True)
        self.cancel = Button(theme, "Cancel")
        self._lay_out()
        self.format.changed.connect(self._on_format)
        self.file.textEdited.connect(self._on_file)
        self.scale.valueChanged.connect(self._say_size)
        self.save.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.accepted.connect(self._remember)
        self._say_size()

    @property
    def path(self) -> Path:
        """The file that was chosen, with an ending."""
        path = Path(self.file.text()).expanduser()
        return path if path.suffix else path.with_suffix(self.format.value())

    def _on_format(self, ending: str) -> None:
        self.file.setText(str(self.path.with_suffix(ending)))
        self._on_file(self.file.text())

    def _on_file(self, text: str) -> None:
        ending = Path(text).suffix.lower()
        if any(ending == one.value for one in self._formats):
            self.format.set_value(ending)
        known = not ending or any(ending == one.value for one in self._formats)
        words = "" if known else f"The name must end in {' or '.join(one.value for one in self._formats)}."
        self.problem.setText(words)
        self.problem.setVisible(not known)
        set_property(self.file, "error", "" if known else "true")
        self.save.setEnabled(known and bool(Path(text).name))
        self._say_size()

    def _say_size(self) -> None:
        is_picture = self.format.value() in SCALED
        self.scale.setEnabled(is_picture)
        height, width = (side * self.scale.value() for side in self._size)
        self._pixels.setText(f"{count(width)} × {count(height)} px" if is_picture and width else "")

    def _browse(self) -> None:
        kinds = ";;".join(f"{one.label} (*{one.value})" for one in self._formats)
        save_file(self._preferences, self, PURPOSE, self.windowTitle(), self.path, kinds, self._on_browsed)

    def _on_browsed(self, path: Path) -> None:
        self.file.setText(str(path))
        self._on_file(str(path))

    def _remember(self) -> None:
        if self.path.parent.is_dir():
            self._preferences.remember_folder(PURPOSE, self.path.parent)

    def _lay_out(self) -> None:
        browse = IconButton(self._theme, "ph.folder-open", "Choose a file", framed=True)
        browse.clicked.connect(self._browse)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(10)
        form.addRow("File", _line(self.file, browse))
        form.addRow("", self.problem)
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


def _inside_a_sentence(title: str) -> str:
    """Return a title without its capital, unless it begins with a word of capitals, as KL does."""
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for widget in widgets:
        line.addWidget(widget)
    return line
