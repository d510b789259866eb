"""The Training dock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.buttons import TrainingButtons
from vae_studio.gui.training.curves import Curves
from vae_studio.gui.training.history import History, epoch_events
from vae_studio.gui.training.progress import Progress, opened_run
from vae_studio.gui.training.progress_view import ProgressView
from vae_studio.gui.training.settings_form import TrainingSettings
from vae_studio.gui.widgets.separator import Separator
from vae_studio.training.events import Event

if TYPE_CHECKING:
    from vae_studio.session import Run


class TrainingPanel(QWidget):
    """Buttons, settings, progress and curves of one run at a time."""

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._history = History()
        self._progress = Progress()
        self.buttons = TrainingButtons(studio, theme)
        self.settings = TrainingSettings(studio, theme)
        self.progress = ProgressView(theme)
        self.curves = Curves(theme)
        self._lay_out()
        studio.event.connect(self._on_event)
        studio.run_changed.connect(self._on_run)
        studio.state_changed.connect(self._on_state)
        studio.core_phase.connect(self._on_core_phase)

    def _on_event(self, event: Event) -> None:
        self._show(self._progress.after(event))
        self.curves.add(event)

    def _on_run(self, run: Run | None) -> None:
        """Show the epochs that a run has behind it."""
        epochs = epoch_events(run.history) if run is not None else ()
        planned = run.spec.training.epochs if run is not None else 0
        self._history.restart(epochs, planned)
        self.curves.show_history(self._history)
        if self._studio.locked or run is None:
            return
        self._show(opened_run(run.complete_epochs, planned, epochs))

    def _on_state(self, state: StudioState) -> None:
        self.settings.set_locked(state is not StudioState.IDLE)
        if state is StudioState.PREPARING:
            self._show(Progress(title="Preparing…", running=True))
        elif state is StudioState.STOPPING:
            self._show(replace(self._progress, title="Stopping…"))
        elif state is StudioState.IDLE and self._progress.running:
            self._show(Progress())

    def _on_core_phase(self, phase: str) -> None:
        if self._studio.state is StudioState.PREPARING and phase:
            self._show(Progress(title=phase, running=True))

    def _show(self, progress: Progress) -> None:
        self._progress = progress
        self.progress.show_progress(progress)

    def _lay_out(self) -> None:
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(16, 0, 16, 10)
        column.setSpacing(6)
        column.addWidget(self.buttons)
        column.addWidget(self.settings)
        column.addSpacing(4)
        column.addWidget(self.progress)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.curves)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(top)
        outer.addWidget(Separator())
        outer.addWidget(scroll, 1)
