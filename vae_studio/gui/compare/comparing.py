"""Setting the run on screen beside another one: which, and their latent planes."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from vae_studio.api import Kind, PluginError
from vae_studio.gui.core.long_job import LongJob, Steps
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.scatter.feed import matching
from vae_studio.gui.settings import Settings
from vae_studio.gui.studio_state import StudioState
from vae_studio.latent.plane import LatentPlane
from vae_studio.registry.registry import Registry
from vae_studio.runs.folder import RunFolder
from vae_studio.runs.workspace import list_runs
from vae_studio.session.comparison import latent_plane_in_steps, require_same_data
from vae_studio.session.latent_points import fullest_split
from vae_studio.session.vae_twin import vae_twin
from vae_studio.training.events import EpochMetrics, Event, Finished

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset
    from vae_studio.session import Run, Session

PACE_MS = 2000
"""Least time between two renewals of the plane of a run in training."""


@dataclass(frozen=True)
class Candidate:
    """A run that could stand on the right."""

    path: Path
    words: str


@dataclass(frozen=True, eq=False)
class FirstPlane:
    """The plane on the left, and whether its run is a VAE."""

    plane: LatentPlane
    generative: bool


class Comparing(QObject):
    """The left side is the run that was on screen when the comparison began, the right side any other.

    No other model is opened while a run trains. The plane of the run in training is renewed in small steps,
    which take 3 % of the time at most.

    Signals
    -------
    first_ready
        :class:`FirstPlane`.
    second_ready
        :class:`LatentPlane` of the right side.
    waits
        The right side is opened once the training has ended.
    candidates_found
        :class:`Candidate` objects: the workspace's runs on the same data, newest first.
    failed
        An exception.
    """

    first_ready = Signal(object)
    second_ready = Signal(object)
    waits = Signal()
    candidates_found = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        core: Core,
        short_jobs: ShortJobs,
        desk: RunDesk,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = short_jobs
        self._desk = desk
        self._settings = settings
        self._first: Run | None = None
        self._second: Run | None = None
        self._awaits_twin = False
        self._waiting: Path | None = None
        self._first_job = LongJob(core, "compare first", self)
        self._second_job = LongJob(core, "compare second", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PACE_MS)
        desk.run_changed.connect(self._on_run)
        desk.happened.connect(self._on_event)
        desk.state_changed.connect(self._on_state)

    @property
    def first(self) -> Run | None:
        """The run on the left; None while nothing is compared."""
        return self._first

    @property
    def words(self) -> str:
        """What beginning is called for the run on screen: a model that is no VAE is set beside one."""
        run = self._desk.run
        if run is None or _ties_prior(self._session.registry, run):
            return "Compare with another run…"
        return "Compare with a VAE…"

    def begin(self) -> None:
        """Put the run on screen on the left."""
        run = self._desk.run
        if run is None:
            return
        self._first, self._second = run, None
        dataset = matching(self._settings.dataset, run)
        self._first_job.start(_first(run, dataset), self.first_ready.emit, self.failed.emit)
        self._jobs.submit(lambda: _candidates(self._session.workspace, run), self._offer, self.failed.emit)

    def end(self) -> None:
        """Compare nothing any more."""
        self._first = self._second = self._waiting = None
        self._awaits_twin = False
        self._first_job.cancel()
        self._second_job.cancel()

    def choose(self, folder: Path) -> None:
        """Put a run from its folder on the right, once nothing trains."""
        first = self._first
        if first is None:
            return
        self._awaits_twin = False
        if self._desk.state is not StudioState.IDLE:
            self._waiting = folder
            self.waits.emit()
            return
        self._second_job.start(self._open(first, folder), self._take, self.failed.emit)

    def train_twin(self) -> None:
        """Train a VAE with the networks of the run on the left; it stands on the right from its first epoch."""
        first = self._first
        if first is None:
            return
        twin = vae_twin(self._session.registry, first.spec, first.data_shape)
        self._awaits_twin, self._waiting = True, None
        self._settings.take(twin)
        self._desk.begin(lambda emit: self._session.begin(twin, first.dataset, emit=emit))

    def _open(self, first: Run, folder: Path) -> Steps:
        second = self._session.open(folder)
        require_same_data(first, second)
        return (yield from _second(second, first.dataset))

    def _take(self, found: tuple[Run, LatentPlane]) -> None:
        self._second, plane = found
        if self._first is not None:
            self.second_ready.emit(plane)

    def _offer(self, candidates: tuple[Candidate, ...]) -> None:
        self.candidates_found.emit(candidates)

    def _on_run(self, run: Run | None) -> None:
        if self._awaits_twin and run is not None and run is not self._first:
            self._awaits_twin = False
            self._second = run

    def _on_state(self, state: StudioState) -> None:
        """Be sparing while training; afterwards open what waits for its end."""
        self._second_job.spare(state is StudioState.TRAINING)
        folder = self._waiting
        if folder is not None and state is StudioState.IDLE:
            self._waiting = None
            self.choose(folder)

    def _on_event(self, event: Event) -> None:
        """Renew the right side while its run is trained."""
        second, first = self._second, self._first
        if first is None or second is None or second is not self._desk.run:
            return
        rests = not self._timer.isActive() and not self._second_job.running
        due = isinstance(event, EpochMetrics) and rests and self._waiting is None
        if due or (isinstance(event, Finished) and event.complete_epochs > 0):
            self._timer.start()
            self._second_job.start(_second(second, first.dataset), self._take, self.failed.emit)


def _ties_prior(registry: Registry, run: Run) -> bool:
    """Return whether a run's KL strategy draws the posterior towards the prior, which needs no TensorFlow."""
    try:
        return registry.get(Kind.KL_STRATEGY, run.spec.kl.plugin).ties_prior
    except PluginError:  # removed since the run was opened
        return True


def _first(run: Run, dataset: Dataset | None) -> Steps:
    """Compute the plane of the left side; returns a :class:`FirstPlane`."""
    plane = yield from _plane(run, dataset or run.dataset)
    return FirstPlane(plane, run.generative)


def _second(run: Run, dataset: Dataset) -> Steps:
    """Compute the plane of the right side; returns its run as well."""
    return run, (yield from _plane(run, dataset))


def _plane(run: Run, dataset: Dataset) -> Generator[tuple[int, int], None, LatentPlane]:
    return latent_plane_in_steps(run, fullest_split(dataset), dataset=dataset)


def _candidates(workspace: Path, first: Run) -> tuple[Candidate, ...]:
    """Return the workspace's runs on the same data, but for the first one itself."""
    own = first.folder.manifest.dataset if first.folder is not None else None
    found = []
    for folder in list_runs(workspace):
        dataset = folder.manifest.dataset
        same = own is not None and dataset is not None and dataset.fingerprint == own.fingerprint
        if same and folder.path != first.path and folder.manifest.complete_epochs > 0:
            found.append(Candidate(folder.path, _words(folder)))
    return tuple(found)


def _words(folder: RunFolder) -> str:
    spec, epochs = folder.spec, folder.manifest.complete_epochs
    return f"{folder.manifest.name} · {spec.kl.plugin}, z {spec.encoder.latent_size}, epoch {epochs}"
