"""What the program is doing, in one word: for the gap meter, and for who waits until it has time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.studio import Studio
from vae_studio.gui.studio_state import StudioState
from vae_studio.training.events import Event, PhaseStarted
from vae_studio.training.importing import is_imported

IMPORTING, READING, TRACING, TRAINING, STOPPING, IDLE = (
    "importing",
    "reading",
    "tracing",
    "training",
    "stopping",
    "idle",
)
PHASES = {
    IMPORTING: "Importing TensorFlow",
    READING: "Reading a dataset",
    TRACING: "Building and tracing",
    TRAINING: "Training",
    STOPPING: "Stopping",
    IDLE: "Idle or paused",
}
"""Words of the phases, in the order in which a session comes through them."""


class PhaseFollower(QObject):
    """Tells which phase it is: of those that overlap the first of :data:`PHASES`.

    Parameters
    ----------
    studio
        Whose signals it follows.
    imported
        Whether TensorFlow has been imported.

    Signals
    -------
    changed
        The new phase.
    """

    changed = Signal(str)

    def __init__(
        self, studio: Studio, parent: QObject | None = None, imported: Callable[[], bool] = is_imported
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._imported = imported
        self._reading = False
        self._compiled = True
        self._phase = self._now()
        studio.core_phase.connect(self._follow)
        studio.hardware_changed.connect(self._follow)
        studio.dataset_progress.connect(self._on_reading)
        studio.state_changed.connect(self._on_state)
        studio.training_event.connect(self._on_event)

    @property
    def phase(self) -> str:
        """What it is now."""
        return self._phase

    def _now(self) -> str:
        state = self._studio.state
        if not self._imported():
            return IMPORTING
        if self._reading:
            return READING
        if state is StudioState.STOPPING:
            return STOPPING
        if state is StudioState.PREPARING or (state is StudioState.TRAINING and not self._compiled):
            return TRACING
        return TRAINING if state is StudioState.TRAINING else IDLE

    def _on_reading(self, progress: object) -> None:
        self._reading = progress is not None
        self._follow()

    def _on_state(self, state: StudioState) -> None:
        if state is StudioState.PREPARING:
            self._compiled = False
        self._follow()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, PhaseStarted) and event.phase == "training":
            self._compiled = True
            self._follow()

    def _follow(self) -> None:
        phase = self._now()
        if phase != self._phase:
            self._phase = phase
            self.changed.emit(phase)
