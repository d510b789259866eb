"""Encoded examples of the run on screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from vae_studio.data.dataset import Dataset
from vae_studio.gui.core.long_job import LongJob, Steps
from vae_studio.gui.core.worker import Core
from vae_studio.gui.live_feed import LiveFeed
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.settings import Settings
from vae_studio.latent.point_figures import Quantity
from vae_studio.latent.points import LatentPoints
from vae_studio.session.latent_points import POINTS, fullest_split, latent_points_in_steps
from vae_studio.session.point_figures import figure_reasons

if TYPE_CHECKING:
    from vae_studio.session import Run

EVERY = 2**31 - 1
"""As a count: every example of the split."""


@dataclass(frozen=True)
class PointsRequest:
    """Which examples are wanted.

    Attributes
    ----------
    split
        ``train``, ``validation`` or ``test``; empty for the one that the model has not seen.
    count
        How many at most.
    """

    split: str = ""
    count: int = POINTS


@dataclass(frozen=True, eq=False)
class ShownPoints:
    """Points, and what they are points of.

    Attributes
    ----------
    points
        Where the examples lie.
    dataset
        What they are examples of.
    epoch
        How much training lies behind them.
    metadata
        What a picture should say of where it comes from.
    lacking
        Why the model lacks a figure, for each that it lacks.
    seconds
        How long encoding took.
    """

    points: LatentPoints
    dataset: Dataset
    epoch: int
    metadata: Mapping[str, object] = field(default_factory=dict)
    lacking: Mapping[Quantity, str] = field(default_factory=dict)
    seconds: float = 0.0


class PointsFeed(LiveFeed):
    """Encodes one split of the run's dataset; :attr:`arrived` brings :class:`ShownPoints`.

    The dataset in memory is used where it is the one that the run was trained on; otherwise the run reads
    its own.

    Signals
    -------
    progressed
        How many examples are encoded, of how many, where that takes a while.
    """

    progressed = Signal(int, int)

    def __init__(self, core: Core, desk: RunDesk, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(core, desk, "points", PointsRequest(), partial(_encoding, settings), parent)
        self._job = LongJob(core, "points", self)
        self._job.progressed.connect(self.progressed)
        settings.dataset_changed.connect(self._on_dataset)
        settings.dataset_failed.connect(self._on_dataset)

    @property
    def request(self) -> PointsRequest:
        """What is shown."""
        request: PointsRequest = self._request
        return request

    def _submit(self, work: Callable[[], Steps], done: Callable[[Any], None]) -> None:
        self._job.start(work(), done, self._on_failed)

    def _deliver(self, run: Run, result: ShownPoints) -> None:
        self._bound(result.seconds)
        super()._deliver(run, result)

    def _make_up(self) -> None:
        """Catch up, but let an encoding that is under way end: one begun anew each epoch would never."""
        if self._job.running:
            self._timer.start()
        else:
            super()._make_up()

    def _on_dataset(self) -> None:
        if self._stale:
            self.renew()


def _encoding(settings: Settings, run: Run, request: PointsRequest) -> Callable[[], Steps] | None:
    if settings.loading:
        return None  # it may be the run's own, which is then not read twice
    dataset = matching(settings.dataset, run)
    return lambda: _encode(run, request, dataset)


def matching(dataset: Dataset | None, run: Run) -> Dataset | None:
    """Return the dataset, if it is the one that a run was trained on."""
    trained_on = run.folder.manifest.dataset if run.folder is not None else None
    if dataset is None or trained_on is None or dataset.fingerprint != trained_on.fingerprint:
        return None
    return dataset


def _encode(run: Run, request: PointsRequest, dataset: Dataset | None) -> Steps:
    dataset = dataset or run.dataset
    split = request.split if request.split and len(getattr(dataset.splits, request.split)) else ""
    epoch, seconds = run.complete_epochs, 0.0
    steps = latent_points_in_steps(run, split or fullest_split(dataset), request.count, dataset)
    while True:
        began = time.perf_counter()
        try:
            progress = next(steps)
        except StopIteration as end:
            points: LatentPoints = end.value
            break
        seconds += time.perf_counter() - began
        yield progress
    seconds += time.perf_counter() - began
    return ShownPoints(points, dataset, epoch, {**run.metadata(), "Epoch": epoch}, figure_reasons(run), seconds)
