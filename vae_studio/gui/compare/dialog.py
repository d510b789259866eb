"""The window that sets two runs side by side."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vae_studio.api import StudioError
from vae_studio.gui.compare.comparing import Candidate, FirstPlane
from vae_studio.gui.compare.plane_view import PlaneView
from vae_studio.gui.file_dialogs import open_folder, save_file
from vae_studio.gui.notice import notice_from_error
from vae_studio.gui.plane_theme import themed_colours
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, PrimaryButton
from vae_studio.gui.widgets.empty_state import EmptyState
from vae_studio.gui.widgets.fields import ComboBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.gui.widgets.separator import Separator
from vae_studio.latent.plane import LatentPlane
from vae_studio.session.comparison import save_planes

SIZE = QSize(1040, 800)
SIDE, SCALE = 420, 2.0
NOTHING_CHOSEN = ("Nothing to compare with yet", "Choose a run on the same data above.")
WAITS = ("Training is under way", "The run you chose is opened once that has ended.")
NO_TWIN_YET = (
    "Nothing to compare with yet",
    "Choose a run on the same data above, or train a VAE with the same networks as this autoencoder.",
)


class CompareDialog(QDialog):
    """Encoded examples above and decoded tiles below, of the run on screen and of another one.

    It stays open while the other one is trained, and shows it after each epoch.
    """

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._comparing = studio.views.comparing
        self._is_vae = True
        self.setWindowTitle("Compare")
        self.resize(SIZE)
        self.first = PlaneView(studio.views, theme, "This run")
        self.second = PlaneView(studio.views, theme, "The other run")
        self.candidates = ComboBox()
        self.candidates.setAccessibleName("Run to compare with")
        self.candidates.setPlaceholderText("Choose a run on the same data…")
        self.folder = Button(theme, "Other folder…", "ph.folder-open", small=True)
        self.twin = PrimaryButton(theme, "Train a VAE with the same networks", "ph.play-fill")
        self.problem = Label(theme, "", tone="error", wrap=True)
        self.problem.hide()
        self.empty = EmptyState(theme, "ph.circles-four", *NOTHING_CHOSEN, self.twin)
        self.twin.hide()
        self.save = Button(theme, "Save picture…", "ph.floppy-disk")
        self.save.setEnabled(False)
        self.close_button = Button(theme, "Close")
        for button in (self.folder, self.twin, self.save, self.close_button):
            button.setAutoDefault(False)  # Return in the list of runs must not press one
        self._lay_out()
        self._connect()
        self._comparing.begin()
        self._refresh()

    def done(self, result: int) -> None:
        """Hide, and compare nothing any more: the button, Esc and the title bar all end here."""
        self._comparing.end()
        for view in (self.first, self.second):
            view.show_plane(None)  # pictures that are on their way find nobody
        super().done(result)

    def save_to(self, path: Path) -> None:
        """Write both planes as one picture."""
        first, second = self.first.plane, self.second.plane
        if first is None or second is None:
            return
        colours = themed_colours(self._theme, len(first.points.class_names))
        self._studio.views.write(lambda: save_planes(path, (first, second), SIDE, SCALE, colours))

    def _connect(self) -> None:
        comparing = self._comparing
        comparing.first_ready.connect(self._on_first)
        comparing.second_ready.connect(self._on_second)
        comparing.waits.connect(self._on_waits)
        comparing.candidates_found.connect(self._on_candidates)
        comparing.failed.connect(self._on_failed)
        self.candidates.activated.connect(lambda _: self._choose(Path(self.candidates.currentData())))
        self.folder.clicked.connect(self._choose_folder)
        self.twin.clicked.connect(self._train_twin)
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.close)
        self._studio.state_changed.connect(self._refresh)
        self._studio.closed.connect(self.close)

    def _on_first(self, first: FirstPlane) -> None:
        self._is_vae = first.generative
        self.first.show_plane(first.plane)
        self._say_what_to_do()
        self._refresh()

    def _on_second(self, plane: LatentPlane) -> None:
        self.problem.hide()
        self.second.show_plane(plane)
        self._right.setCurrentIndex(1)
        self._refresh()

    def _on_waits(self) -> None:
        self.empty.set_words(*WAITS)
        self._right.setCurrentIndex(0)

    def _on_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        with QSignalBlocker(self.candidates):
            self.candidates.clear()
            for candidate in candidates:
                self.candidates.addItem(candidate.words, str(candidate.path))
            self.candidates.setCurrentIndex(-1)
        if not candidates:
            self.candidates.setPlaceholderText("No other run on the same data")
        self._refresh()
        self.candidates.setFocus()

    def _say_what_to_do(self) -> None:
        self.empty.set_words(*(NOTHING_CHOSEN if self._is_vae else NO_TWIN_YET))

    def _on_failed(self, error: Exception) -> None:
        self._say_what_to_do()
        if isinstance(error, StudioError):
            self.problem.setText(str(error))
            self.problem.show()
        else:
            self._studio.notice.emit(notice_from_error(error, "Comparing"))

    def _choose(self, folder: Path) -> None:
        self.problem.hide()
        self._comparing.choose(folder)

    def _choose_folder(self) -> None:
        open_folder(self._studio.preferences, self, "runs", "Compare with run", self._choose)

    def _train_twin(self) -> None:
        with QSignalBlocker(self.candidates):
            self.candidates.setCurrentIndex(-1)
        self._comparing.train_twin()
        self.empty.set_words("Training…", "The VAE appears here after its first epoch.")

    def _save(self) -> None:
        run = self._comparing.first
        folder = run.path / "pictures" if run is not None and run.path is not None else Path.home()
        suggested = folder / "compare.png"
        kinds = "Picture (*.png)"
        save_file(self._studio.preferences, self, "figures", "Save picture", suggested, kinds, self.save_to)

    def _refresh(self) -> None:
        """Allow what can be done now."""
        locked = self._studio.locked
        reason = "Training is under way." if locked else ""
        for control in (self.candidates, self.folder, self.twin):
            control.setEnabled(not locked)
            control.setToolTip(reason)
        self.candidates.setEnabled(not locked and self.candidates.count() > 0)
        self.twin.setVisible(not self._is_vae)
        self.save.setEnabled(self.second.plane is not None and self.first.plane is not None)

    def _lay_out(self) -> None:
        chooser = QHBoxLayout()
        chooser.setSpacing(8)
        label = Label(self._theme, "Compare with", tone="text_2")
        label.setBuddy(self.candidates)
        chooser.addWidget(label)
        chooser.addWidget(self.candidates, 1)
        chooser.addWidget(self.folder)
        self._right = QStackedWidget()
        waiting = QWidget()
        around = QVBoxLayout(waiting)
        around.setContentsMargins(24, 16, 16, 16)
        around.addWidget(self.empty)
        self._right.addWidget(waiting)
        self._right.addWidget(self.second)
        planes = QWidget()
        planes.setProperty("ground", "canvas")
        planes.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(planes)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.first, 1)
        row.addWidget(self._right, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.problem, 1)
        buttons.addStretch(0)
        buttons.addWidget(self.save)
        buttons.addWidget(self.close_button)
        top, foot = QVBoxLayout(), QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        foot.setContentsMargins(16, 12, 16, 12)
        top.addLayout(chooser)
        foot.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Separator())
        column.addWidget(planes, 1)
        column.addWidget(Separator())
        column.addLayout(foot)
