"""What the studio is made of, and what the panels may know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from vae_studio.api import DataSpec, RunSpec, SpecError
from vae_studio.gui.core.launcher import Launcher
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.start_up import Hardware
from vae_studio.gui.core.worker import Core
from vae_studio.gui.dataset.table_sample import TableSample
from vae_studio.gui.live_mode import LiveMode
from vae_studio.gui.outputs import Outputs
from vae_studio.gui.plugin_desk import PluginDesk
from vae_studio.gui.preferences import Preferences
from vae_studio.gui.preset_choice import PresetChoice
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.selection import Selection
from vae_studio.gui.settings import Settings
from vae_studio.gui.shown_grid import ShownGrid
from vae_studio.gui.spec_history import SpecHistory
from vae_studio.gui.studio_signals import StudioSignals
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.training.change_watch import ChangeWatch
from vae_studio.gui.tray.reference import TrayReference
from vae_studio.gui.tray.tray import Tray
from vae_studio.gui.views import Views

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset
    from vae_studio.latent.grid import GridRequest
    from vae_studio.model.description import ModelDescription
    from vae_studio.registry.registry import Registry
    from vae_studio.session import Run, Session


class StudioParts(StudioSignals):
    """The parts of a :class:`~vae_studio.gui.studio.Studio`, and its state, to be read.

    Parameters
    ----------
    session
        The core that does the work.
    spec
        The settings to begin with.
    preferences
        What is remembered of the user; by default nothing is, once the program ends.
    """

    def __init__(
        self,
        session: Session,
        spec: RunSpec | None = None,
        parent: QObject | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._preferences = preferences or Preferences(parent=self)
        self._core = Core(self)
        self._jobs = ShortJobs(parent=self)
        self._launcher = Launcher(self._core, self._jobs, self)
        self._settings = Settings(session, spec or RunSpec(), self._core, self._jobs, self)
        self._table_sample = TableSample(self._settings, self._jobs, self)
        self._history = SpecHistory(self._settings, self)
        self._presets = PresetChoice(self._settings, session.registry, self)
        self._desk = RunDesk(self._core, self._jobs, self)
        self._selection = Selection(self)
        self._tray_reference = TrayReference(self._settings, self._desk, self._jobs, self)
        self._views = Views(session, self._core, self._jobs, self._desk, self._settings, self._history, self)
        self._outputs = Outputs(self._core, self._jobs, self._desk, self)
        self._plugins = PluginDesk(session, self._jobs, self)
        self._watch = ChangeWatch(self._settings, self._desk, session.registry, self)

    @property
    def session(self) -> Session:
        """The core."""
        return self._session

    @property
    def preferences(self) -> Preferences:
        """What is remembered of the user from one day to the next."""
        return self._preferences

    @property
    def history(self) -> SpecHistory:
        """The edits of the settings, to be undone."""
        return self._history

    @property
    def registry(self) -> Registry:
        """The plugins."""
        return self._session.registry

    @property
    def spec(self) -> RunSpec:
        """The settings as they are."""
        return self._settings.spec

    @property
    def dataset(self) -> Dataset | None:
        """The dataset loaded last; None before the first."""
        return self._settings.dataset

    @property
    def table_sample(self) -> TableSample:
        """The rows that the figures of a streamed table are taken from."""
        return self._table_sample

    @property
    def refused_data(self) -> DataSpec | None:
        """The dataset that was asked for last and could not be read; None once another is asked for."""
        return self._settings.refused

    @property
    def description(self) -> ModelDescription | None:
        """The model's shapes, where they are known."""
        return self._settings.description

    @property
    def problem(self) -> SpecError | None:
        """What is wrong with the settings, as far as is known."""
        return self._settings.problem

    @property
    def run(self) -> Run | None:
        """The run on screen."""
        return self._desk.run

    @property
    def run_name(self) -> str:
        """What the run on screen is called; empty without one."""
        return self.run.name if self.run is not None else ""

    @property
    def preset(self) -> str:
        """Name of the preset that the settings are; empty for none."""
        return self._presets.name

    @property
    def state(self) -> StudioState:
        """What training is doing."""
        return self._desk.state

    @property
    def locked(self) -> bool:
        """Whether the settings are locked because a run is trained with them."""
        return self.state is not StudioState.IDLE

    @property
    def hardware(self) -> Hardware:
        """What training can run on, as far as is known."""
        return self._launcher.hardware

    @property
    def plots_loaded(self) -> bool:
        """Whether the plotting library is loaded, so that making a plot takes no import."""
        return self._launcher.plots_loaded

    @property
    def tray(self) -> Tray:
        """The images to encode."""
        return self._desk.tray

    @property
    def selection(self) -> Selection:
        """The selected cards of the tray, also where they are pins."""
        return self._selection

    @property
    def views(self) -> Views:
        """What the tabs beside the latent grid show."""
        return self._views

    @property
    def plugins(self) -> PluginDesk:
        """What is done with plugins: rescanned, tried again, disabled, begun."""
        return self._plugins

    @property
    def outputs(self) -> Outputs:
        """The files that are written of what is on screen."""
        return self._outputs

    @property
    def shown_grid(self) -> ShownGrid | None:
        """The grid on screen, or None."""
        return self._desk.shown

    @property
    def grid_request(self) -> GridRequest:
        """What the grid shows."""
        return self._desk.feed.request

    @property
    def live_mode(self) -> LiveMode:
        """When the grid is redrawn while training."""
        return self._desk.drawing.mode

    @property
    def live_steps(self) -> int:
        """Steps between two redrawings, where the grid is redrawn after a number of steps."""
        return self._desk.drawing.steps

    @property
    def shown_epoch(self) -> int | None:
        """The finished epoch that the grid looks back at; None while it shows the weights of the moment."""
        return self._desk.shown_epoch

    @property
    def adjustable(self) -> tuple[bool, str]:
        """Whether learning rate and KL weight can be changed now, in a running training, and why not."""
        return self._desk.adjustable

    @property
    def kl_adjustable(self) -> tuple[bool, str]:
        """Whether the KL weight of the run in training can be changed, and why not."""
        return self._desk.kl_adjustable
