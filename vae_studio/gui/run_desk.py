"""The run on screen: training it, going on with it, its grid, and the tray that it encodes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_studio.api import TrainingError
from vae_studio.gui.core.pictures import PictureJobs
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.latent.feed import GridFeed
from vae_studio.gui.live_mode import LiveDrawing, LiveMode
from vae_studio.gui.shown_grid import ShownGrid
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.training.conductor import Conductor, MakeJob
from vae_studio.gui.tray.tray import Tray
from vae_studio.latent.grid import LatentGrid
from vae_studio.training.adjustments import Change
from vae_studio.training.events import EpochMetrics, Event, Finished, Sample

if TYPE_CHECKING:
    from vae_studio.session import Run

NOT_TRAINING = "Nothing is being trained: change the settings instead."
NO_KL = "This model is trained without a KL: there is no weight to change."


class RunDesk(QObject):
    """One run at a time, with the views of it that are renewed as its weights change.

    Signals
    -------
    run_changed
        The :class:`Run` on screen, or None.
    state_changed, happened
        As of the :class:`Conductor`.
    grid_changed
        :class:`LatentGrid`, complete epochs, whether training goes on.
    epoch_changed
        The finished epoch that the grid looks back at, or None.
    failed
        An exception of any job.
    """

    run_changed = Signal(object)
    state_changed = Signal(object)
    happened = Signal(object)
    grid_changed = Signal(object, int, bool)
    epoch_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, core: Core, short_jobs: ShortJobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None
        self._shown: ShownGrid | None = None
        self._drawing = LiveDrawing()
        self.pictures = PictureJobs(core, self)
        self.feed = GridFeed(core, self.pictures, self)
        self.tray = Tray(core, short_jobs, self)
        self.conductor = Conductor(core, self.feed.live, self)
        self.feed.arrived.connect(self._on_grid)
        self.feed.failed.connect(self.failed)
        self.tray.failed.connect(self.failed)
        self.conductor.state_changed.connect(self._on_state)
        self.conductor.happened.connect(self._on_event)
        self.conductor.run_started.connect(self.show)
        self.conductor.failed.connect(self.failed)

    @property
    def run(self) -> Run | None:
        """The run on screen."""
        return self._run

    @property
    def state(self) -> StudioState:
        """What training is doing."""
        return self.conductor.state

    @property
    def shown(self) -> ShownGrid | None:
        """The grid on screen, or None."""
        return self._shown

    @property
    def drawing(self) -> LiveDrawing:
        """When the grid is redrawn while training."""
        return self._drawing

    def set_live_mode(self, mode: LiveMode, steps: int | None = None) -> None:
        """Redraw the grid at other moments while training; after so many steps, where it is that."""
        self._drawing = replace(self._drawing, mode=mode, steps=steps or self._drawing.steps)
        self.conductor.set_live(self._drawing)

    @property
    def shown_epoch(self) -> int | None:
        """The finished epoch that the grid looks back at; None while it shows the weights of the moment."""
        return self.feed.epoch

    def show_epoch(self, epoch: int | None) -> None:
        """Look back at a finished epoch, or with None come back to the weights of the moment."""
        if epoch != self.feed.epoch:
            self.feed.show_epoch(epoch)
            self.epoch_changed.emit(epoch)

    @property
    def adjustable(self) -> tuple[bool, str]:
        """Whether values can be changed in the running training, and why not."""
        running = self.state in (StudioState.TRAINING, StudioState.PAUSED)
        return running, "" if running else NOT_TRAINING

    @property
    def kl_adjustable(self) -> tuple[bool, str]:
        """Whether the KL weight can be changed in the running training, and why not."""
        running, reason = self.adjustable
        if running and self._run is not None and not self._run.model.ties_prior:
            return False, NO_KL
        return running, reason

    def adjust(self, kl_weight: Change, learning_rate: Change) -> None:
        """Go on training with other values.

        Raises
        ------
        SpecError
            A value that cannot be.
        TrainingError
            Nothing trains, or the model has no KL.
        """
        for wanted, (allowed, reason) in ((True, self.adjustable), (kl_weight is not None, self.kl_adjustable)):
            if wanted and not allowed:
                raise TrainingError(reason)
        self.conductor.adjust(kl_weight, learning_rate)

    def begin(self, make_job: MakeJob) -> None:
        """Train; `make_job` is called on the core thread, and given where to send the events of its making."""
        self.conductor.begin(make_job)

    def show(self, run: Run | None) -> None:
        """Put a run on screen, with its grid and its encodings."""
        self._run = run
        self._shown = None
        self.feed.set_run(run)
        self.run_changed.emit(run)
        self.feed.renew()
        self.tray.set_run(run)

    def _on_state(self, state: StudioState) -> None:
        self.feed.set_training(state is not StudioState.IDLE)
        self.tray.likelihoods.set_training(state is StudioState.TRAINING)
        self.state_changed.emit(state)
        if state is StudioState.IDLE:
            self.feed.renew()
            self.tray.renew()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Sample):
            self.feed.take(event)
        elif isinstance(event, EpochMetrics | Finished):
            self.tray.renew()
        self.happened.emit(event)

    def _on_grid(self, grid: LatentGrid, epoch: int, live: bool) -> None:
        self._shown = ShownGrid(grid, epoch, self._run.name if self._run is not None else "")
        self.grid_changed.emit(grid, epoch, live)
