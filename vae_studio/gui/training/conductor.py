"""Conducting one training run at a time on the core thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from vae_studio.gui.core.bridge import EventBridge
from vae_studio.gui.core.worker import Core
from vae_studio.gui.live_mode import LiveDrawing
from vae_studio.gui.studio_state import StudioState
from vae_studio.training.adjustments import Change
from vae_studio.training.control import Control
from vae_studio.training.events import Event, Finished, Paused, PhaseStarted, Resumed, Started
from vae_studio.training.importing import is_imported

if TYPE_CHECKING:
    from vae_studio.session import Run, TrainingJob

MakeJob: TypeAlias = "Callable[[Callable[[Event], None]], TrainingJob]"
"""Makes the run to train, given where to send the events of its making."""


class Conductor(QObject):
    """Begins, pauses and stops training, and keeps the state that follows from its events.

    Parameters
    ----------
    core
        Where training runs.
    live
        Called on the core thread, between compiled calls, with the run in progress; what it returns
        arrives as the payload of a ``Sample`` event. May return None for nothing.

    Signals
    -------
    state_changed
        :class:`StudioState`.
    happened
        Every event of the run, on the GUI thread, step metrics coalesced.
    run_started
        The live :class:`~vae_studio.session.Run`, when its first step is about to run.
    failed
        The exception, when a run could not even begin.
    """

    state_changed = Signal(object)
    happened = Signal(object)
    run_started = Signal(object)
    failed = Signal(object)

    def __init__(self, core: Core, live: Callable[[Run], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._live = live
        self._drawing = LiveDrawing()
        self._picture_failed = False
        self._state = StudioState.IDLE
        self._control: Control | None = None
        self._job: TrainingJob | None = None
        self._bridge = EventBridge(self)
        self._bridge.arrived.connect(self._take)

    @property
    def state(self) -> StudioState:
        """What is going on."""
        return self._state

    @property
    def folder(self) -> Path | None:
        """Where the run in progress is kept; None before it has a folder."""
        return None if self._job is None else self._job.run.path

    def begin(self, make_job: MakeJob) -> None:
        """Start a run; `make_job` is called on the core thread, and told where its phases are announced."""
        control = Control()
        control.drain = self._core.drain
        self._control = control
        self._set_state(StudioState.PREPARING)
        if not is_imported():
            self.happened.emit(PhaseStarted(phase="importing", detail="Loading TensorFlow"))
        self._core.submit(
            lambda: self._conduct(make_job, control),
            lambda _: self._ended(control),
            lambda error: self._could_not_begin(control, error),
        )

    def pause(self) -> None:
        """Have training wait after the compiled call in progress."""
        if self._control is not None:
            self._control.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        if self._control is not None:
            self._control.resume()

    def stop(self) -> None:
        """End training after the compiled call in progress; the run is kept."""
        if self._control is not None:
            self._control.stop()
            self._set_state(StudioState.STOPPING)

    def adjust(self, kl_weight: Change, learning_rate: Change) -> None:
        """Have training go on with another KL weight or learning rate.

        Raises
        ------
        SpecError
            A value that cannot be.
        """
        if self._control is not None:
            self._control.adjust(kl_weight, learning_rate)

    def set_live(self, drawing: LiveDrawing) -> None:
        """Have live pictures made at other moments, or not at all."""
        self._drawing = drawing
        self._picture_failed = False
        if self._control is not None and self._job is not None:
            self._apply_drawing(self._control, self._job.run)

    def _conduct(self, make_job: MakeJob, control: Control) -> None:
        if control.stopping:
            return
        job = make_job(self._bridge.send)
        self._job = job
        self._apply_drawing(control, job.run)
        job.execute(self._bridge.send, control)

    def _apply_drawing(self, control: Control, run: Run) -> None:
        self._drawing.apply(control, lambda: self._picture(run))

    def _picture(self, run: Run) -> object:
        """Make a live picture; what goes wrong in it must not end the training."""
        if self._picture_failed:
            return None
        try:
            return self._live(run)
        except Exception as error:  # noqa: BLE001  the error is shown, and no further picture is tried
            self._picture_failed = True
            self._core.call_in_gui(self.failed.emit, error)
            return None

    @Slot(object)
    def _take(self, event: Event) -> None:
        if isinstance(event, Started) and self._job is not None:
            self._advance(StudioState.TRAINING)
            self.run_started.emit(self._job.run)
        elif isinstance(event, Paused):
            self._advance(StudioState.PAUSED)
        elif isinstance(event, Resumed):
            self._advance(StudioState.TRAINING)
        self.happened.emit(event)
        if isinstance(event, Finished):
            self._ended(self._control)

    def _advance(self, state: StudioState) -> None:
        if self._state is not StudioState.STOPPING:
            self._set_state(state)

    def _ended(self, control: Control | None) -> None:
        if control is not self._control:
            return  # another run has begun since
        self._control = None
        self._job = None
        self._set_state(StudioState.IDLE)

    def _could_not_begin(self, control: Control, error: Exception) -> None:
        self._ended(control)
        self.failed.emit(error)

    def _set_state(self, state: StudioState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)
