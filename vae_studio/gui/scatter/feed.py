"""Encoded examples of the run on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from vae_studio.data.dataset import Dataset
from vae_studio.gui.core.worker import Core
from vae_studio.gui.live_feed import LiveFeed
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.settings import Settings
from vae_studio.latent.points import LatentPoints
from vae_studio.session.latent_points import POINTS, fullest_split, latent_points

if TYPE_CHECKING:
    from vae_studio.session import Run


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
    """Points, the dataset that they are examples of, and how much training lies behind them."""

    points: LatentPoints
    dataset: Dataset
    epoch: int


class PointsFeed(LiveFeed):
    """Encodes one split of the run's dataset; :attr:`arrived` brings :class:`ShownPoints`.

    The dataset in memory is used where it is the one that the run was trained on; otherwise the run reads
    its own.
    """

    def __init__(self, core: Core, desk: RunDesk, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(core, desk, "points", PointsRequest(), partial(_encoding, settings), parent)
        settings.dataset_changed.connect(self._on_dataset)
        settings.dataset_failed.connect(self._on_dataset)

    @property
    def request(self) -> PointsRequest:
        """What is shown."""
        request: PointsRequest = self._request
        return request

    def _on_dataset(self) -> None:
        if self._stale:
            self.renew()


def _encoding(settings: Settings, run: Run, request: PointsRequest) -> Callable[[], ShownPoints] | None:
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


def _encode(run: Run, request: PointsRequest, dataset: Dataset | None) -> ShownPoints:
    dataset = dataset or run.dataset
    split = request.split if request.split and len(getattr(dataset.splits, request.split)) else ""
    points = latent_points(run, split or fullest_split(dataset), request.count, dataset)
    return ShownPoints(points, dataset, run.complete_epochs)
