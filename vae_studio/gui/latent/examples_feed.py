"""Encoded examples for the latent grid: points to lay over it, and the planes that go through them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from PySide6.QtCore import QObject

from vae_studio.data.dataset import Dataset
from vae_studio.gui.core.worker import Core
from vae_studio.gui.live_feed import LiveFeed
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.scatter.feed import matching
from vae_studio.gui.settings import Settings
from vae_studio.latent.planes import PlaneBasis, principal_plane
from vae_studio.latent.points import LatentPoints
from vae_studio.session.latent_planes import plane_through_examples
from vae_studio.session.latent_points import fullest_split, latent_points

if TYPE_CHECKING:
    from vae_studio.session import Run

PlaneKind = Literal["dimensions", "principal", "examples"]
Corner: TypeAlias = int | tuple[float, ...]
"""One of the three examples of a plane: its index in the dataset, or where it is encoded, L numbers."""


@dataclass(frozen=True)
class GridExamplesRequest:
    """What is wanted.

    Attributes
    ----------
    kind
        ``dimensions``: no plane; ``principal``: that of the first two principal components of the means;
        ``examples``: that through three examples.
    corners
        The three examples.
    points
        Whether points are wanted, beyond what the plane needs.
    """

    kind: PlaneKind = "dimensions"
    corners: tuple[Corner, ...] = ()
    points: bool = False


@dataclass(frozen=True, eq=False)
class GridExamples:
    """What has become of a request.

    Attributes
    ----------
    request
        The request.
    points
        Encoded examples of the split that the model has not seen; None where they are not wanted.
    plane
        The plane; None for that of two dimensions.
    epoch
        Complete epochs behind the weights.
    """

    request: GridExamplesRequest
    points: LatentPoints | None
    plane: PlaneBasis | None
    epoch: int


class GridExamplesFeed(LiveFeed):
    """Encodes for the grid, with the weights that it shows; :attr:`arrived` brings :class:`GridExamples`."""

    def __init__(self, core: Core, desk: RunDesk, settings: Settings, parent: QObject | None = None) -> None:
        work = partial(_work, settings, desk)
        super().__init__(core, desk, "grid-examples", GridExamplesRequest(), work, parent)
        settings.dataset_changed.connect(self._on_dataset)
        settings.dataset_failed.connect(self._on_dataset)

    @property
    def request(self) -> GridExamplesRequest:
        """What is wanted."""
        request: GridExamplesRequest = self._request
        return request

    @property
    def watched(self) -> bool:
        """Whether somebody looks."""
        return self._watched

    def _on_dataset(self) -> None:
        if self._stale:
            self.renew()


def _work(
    settings: Settings, desk: RunDesk, run: Run, request: GridExamplesRequest
) -> Callable[[], GridExamples] | None:
    if settings.loading:
        return None  # it may be the run's own, which is then not read twice
    dataset, epoch = matching(settings.dataset, run), desk.feed.epoch
    return lambda: _encode(run, epoch, request, dataset)


def _encode(run: Run, epoch: int | None, request: GridExamplesRequest, dataset: Dataset | None) -> GridExamples:
    dataset = dataset or run.dataset
    shown = run if epoch is None else run.at_epoch(epoch)
    complete = run.complete_epochs if epoch is None else epoch
    points, plane = None, None
    if request.points or request.kind == "principal":
        points = latent_points(shown, fullest_split(dataset), dataset=dataset)
    if request.kind == "principal" and points is not None:
        plane = principal_plane(points.loc)
    elif request.kind == "examples":
        plane = plane_through_examples(shown, request.corners, dataset)
    return GridExamples(request, points if request.points else None, plane, complete)
