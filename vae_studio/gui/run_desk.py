"""The run on screen: training it, going on with it, its grid, and the tray that it encodes."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.latent.feed import GridFeed
from vae_studio.gui.shown_grid import ShownGrid
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.training.conductor import Conductor
from vae_studio.gui.tray.tray import Tray
from vae_studio.latent.grid import LatentGrid
from vae_studio.training.events import EpochMetrics, Event, Finished, Sample

if TYPE_CHECKING:
    from vae_studio.session import Run, TrainingJob


class LiveMode(StrEnum):
    """When the grid is redrawn while training."""

    ALWAYS = "always"
    EVERY_EPOCH = "every epoch"
    OFF = "off"


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
    failed
        An exception of any job.
    """

    run_changed = Signal(object)
    state_changed = Signal(object)
    happened = Signal(object)
    grid_changed = Signal(object, int, bool)
    failed = Signal(object)

    def __init__(self, core: Core, short_jobs: ShortJobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None
        self._shown: ShownGrid | None = None
        self._live_mode = LiveMode.ALWAYS
        self.feed = GridFeed(core, self)
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
    def live_mode(self) -> LiveMode:
        """When the grid is redrawn while training."""
        return self._live_mode

    def set_live_mode(self, mode: LiveMode) -> None:
        """Redraw the grid at other moments while training."""
        self._live_mode = mode
        self.conductor.set_live(mode is LiveMode.ALWAYS)

    def begin(self, make_job: Callable[[], TrainingJob]) -> None:
        """Train; `make_job` is called on the core thread."""
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
        self.state_changed.emit(state)
        if state is StudioState.IDLE:
            self.feed.renew()
            self.tray.renew()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Sample):
            self.feed.take(event)
        elif isinstance(event, EpochMetrics):
            self.tray.renew()
            if self._live_mode is LiveMode.EVERY_EPOCH:
                self.feed.renew()
        elif isinstance(event, Finished):
            self.tray.renew()
        self.happened.emit(event)

    def _on_grid(self, grid: LatentGrid, epoch: int, live: bool) -> None:
        self._shown = ShownGrid(grid, epoch, self._run.name if self._run is not None else "")
        self.grid_changed.emit(grid, epoch, live)
