"""Where the examples come from: an embedded dataset, a folder, a file, or what is dropped here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.data.catalogue import embedded_datasets
from vae_studio.gui.drops import DropContents, is_idx_file
from vae_studio.gui.file_dialogs import open_file, open_folder
from vae_studio.gui.preferences import Preferences
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.drop_zone import DropZone
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.segmented import Segment, SegmentedControl

FOLDER = "folder"
FILE = "file"
EMBEDDED = ("digits", "mnist")
TABLES = ("wine", "breast-cancer")
_ICONS = {"digits": "ph.hash", "mnist": "ph.database"}
_LABEL_WIDTH = 88
DATASET_FILTER = (
    "Datasets (*.csv *.tsv *.parquet *.npy *.npz *.gz *.idx *ubyte *.zip *.tar *.tgz *.xz *.txz *.bz2 *.png "
    "*.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;All files (*)"
)
_TOO_MANY = "Drop one folder, table or array file here; images are encoded when dropped on the grid."


class SourcePicker(QWidget):
    """Four choices, the embedded tables, and a drop zone.

    Signals
    -------
    chosen
        The source as a spec names it.
    refused
        Why what was dropped cannot be one dataset.
    """

    chosen = Signal(str)
    refused = Signal(str)

    def __init__(self, theme: Theme, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._current = "digits"
        self._locked = False
        self._dialog: QFileDialog | None = None
        self.segments = SegmentedControl(theme, _segments(), height=28)
        self.tables = SegmentedControl(theme, _tables())
        self.tables.set_value(None)
        self.drop_zone = DropZone(
            theme,
            "Drop a folder, .zip, .csv, .npz or IDX here",
            "Drop here to use as the dataset",
            lambda: "Locked while training" if self._locked else "",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.segments)
        column.addLayout(_labelled(theme, "Tables", self.tables))
        column.addWidget(self.drop_zone)
        self.segments.clicked.connect(self._on_clicked)
        self.tables.clicked.connect(self._on_clicked)
        self.drop_zone.dropped.connect(self.take)

    @property
    def dialog(self) -> QFileDialog | None:
        """The open file dialog, or None."""
        return self._dialog

    def show_source(self, source: str) -> None:
        """Show which source is in use."""
        self._current = source
        is_table = source in TABLES
        self.tables.set_value(source if is_table else None)
        self.segments.set_value(None if is_table else segment_of(source))

    def set_locked(self, locked: bool) -> None:
        """Offer no other source, or all of them; the drop zone stays awake to say why it refuses."""
        self._locked = locked
        self.segments.setEnabled(not locked)
        self.tables.setEnabled(not locked)

    def take(self, contents: DropContents) -> None:
        """Use what was dropped, if it is one dataset."""
        source = dropped_source(contents)
        if source is None:
            self.refused.emit(_TOO_MANY)
        else:
            self.chosen.emit(str(source))

    def open_dialog(self, value: str) -> None:
        """Ask for a folder or a file, without stopping anything else."""
        if value == FOLDER:
            dialog = open_folder(self._preferences, self, "datasets", "Open a folder as dataset", self._choose)
        else:
            title = "Open a file as dataset"
            dialog = open_file(self._preferences, self, "datasets", title, DATASET_FILTER, self._choose)
        dialog.finished.connect(self._on_dialog_finished)
        self._dialog = dialog

    def _choose(self, path: Path) -> None:
        self.chosen.emit(str(path))

    def _on_clicked(self, value: str) -> None:
        if value in (*EMBEDDED, *TABLES):
            if value != self._current:
                self.show_source(value)
                self.chosen.emit(value)
        else:
            self.open_dialog(value)

    def _on_dialog_finished(self) -> None:
        self._dialog = None
        self.show_source(self._current)


def _segments() -> list[Segment]:
    embedded = [
        Segment(info.name, info.label, _ICONS[info.name], f"{info.summary}\n{info.detail.capitalize()}")
        for info in embedded_datasets()
        if info.name in EMBEDDED
    ]
    folder = Segment(FOLDER, "Folder…", "ph.folder-open", "A folder of images, or one with IDX files")
    file = Segment(
        FILE,
        "File…",
        "ph.file",
        "A table (.csv, .parquet), an array file (.npy, .npz), an IDX file, an image, or an archive of images "
        "(.zip, .tar, .tar.gz, .tar.xz)",
    )
    return [*embedded, folder, file]


def _tables() -> list[Segment]:
    return [
        Segment(info.name, info.label, tooltip=f"{info.summary}\n{info.detail.capitalize()}")
        for info in embedded_datasets()
        if info.name in TABLES
    ]


def _labelled(theme: Theme, words: str, control: QWidget) -> QHBoxLayout:
    label = Label(theme, words, tone="text_2")
    label.setFixedWidth(_LABEL_WIDTH)
    label.setBuddy(control)
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(label)
    row.addWidget(control, 1)
    return row


def segment_of(source: str) -> str:
    """Return the choice that stands for a source."""
    if source in EMBEDDED:
        return source
    return FOLDER if Path(source).is_dir() else FILE


def dropped_source(contents: DropContents) -> Path | None:
    """Return the one folder or file that was dropped as a dataset.

    Several IDX files of one folder stand for that folder; several images are no dataset.
    """
    paths = (*contents.folders, *contents.arrays, *contents.images)
    if len(paths) == 1:
        return paths[0]
    parents = {path.parent for path in contents.arrays}
    is_idx_set = len(contents.arrays) == len(paths) > 0 and all(map(is_idx_file, paths))
    return parents.pop() if is_idx_set and len(parents) == 1 else None
