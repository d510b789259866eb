"""Train, Pause and Stop."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import Button, PrimaryButton, SplitButton

NARROW = 290
BUSY_WORDS = {
    StudioState.PREPARING: "Preparing…",
    StudioState.TRAINING: "Training…",
    StudioState.STOPPING: "Stopping…",
}


class TrainingButtons(QWidget):
    """The dock's three buttons; what the first one says and does follows the studio's state."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self.train = PrimaryButton(theme, "Train", "ph.play-fill")
        self.continue_ = SplitButton(theme, "Continue", "ph.play-fill", self._menu())
        self.pause = Button(theme, "Pause", "ph.pause-fill")
        self.stop = Button(theme, "Stop", "ph.stop-fill")
        self.train.clicked.connect(self.go)
        self.continue_.clicked.connect(self.go)
        self.pause.clicked.connect(studio.pause)
        self.stop.clicked.connect(studio.stop)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        for button in (self.train, self.continue_, self.pause, self.stop):
            # Their words change with the state; the dock's width must not.
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._row.addWidget(button)
        self._fit(narrow=False)
        for signal in (studio.spec_changed, studio.spec_problem, studio.run_changed, studio.state_changed):
            signal.connect(self.refresh)
        studio.dataset_changed.connect(self.refresh)
        studio.dataset_progress.connect(self.refresh)
        self.refresh()

    def go(self) -> None:
        """Train, go on after a pause, or go on with the run: whatever the first button offers."""
        if self._studio.state is StudioState.PAUSED:
            self._studio.resume()
        elif self._studio.can_continue():
            self._studio.continue_run()
        else:
            self._studio.train()

    def refresh(self) -> None:
        """Say and allow what the state allows."""
        state = self._studio.state
        goes_on = self._studio.can_continue()
        self.train.setVisible(not goes_on)
        self.continue_.setVisible(goes_on)
        paused = state is StudioState.PAUSED
        allowed, reason = self._studio.can_train()
        self.train.setText("Continue" if paused else BUSY_WORDS.get(state, "Train"))
        self.train.setEnabled(paused or allowed)
        self.train.setToolTip("" if paused or allowed else reason)
        self.pause.setEnabled(state is StudioState.TRAINING)
        self.stop.setEnabled(state in {StudioState.PREPARING, StudioState.TRAINING, StudioState.PAUSED})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the icons of Pause and Stop where their words would be cut."""
        super().resizeEvent(event)
        self._fit(narrow=self.width() < NARROW)

    def _fit(self, *, narrow: bool) -> None:
        self.pause.set_icon("" if narrow else "ph.pause-fill")
        self.stop.set_icon("" if narrow else "ph.stop-fill")
        for place, share in enumerate((4, 4, 2, 2) if narrow else (3, 3, 2, 2)):
            self._row.setStretch(place, share)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("Continue", self.go)
        menu.addAction("New run", self._studio.train)
        return menu
