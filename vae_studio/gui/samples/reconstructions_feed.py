"""Examples of the run on screen beside their reconstructions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from vae_studio.data.dataset import Dataset
from vae_studio.data.table_layout import TableLayout
from vae_studio.gui.core.worker import Core
from vae_studio.gui.live_feed import LiveFeed
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.scatter.feed import matching
from vae_studio.gui.settings import Settings
from vae_studio.latent.reconstruction import Order, Reconstructions

if TYPE_CHECKING:
    from vae_studio.session import Run

AMONG = 10_000
"""Examples of a split that are measured at most, so that neither training nor a person waits long."""


@dataclass(frozen=True)
class ReconstructionsRequest:
    """Which examples are wanted.

    Attributes
    ----------
    split
        ``train``, ``validation`` or ``test``; empty for the one that the model has not seen.
    order
        ``worst`` or ``best`` first, or ``random``.
    count
        How many at most.
    seed
        Of the random choice.
    """

    split: str = ""
    order: Order = "worst"
    count: int = 24
    seed: int = 0


@dataclass(frozen=True, eq=False)
class ShownReconstructions:
    """Reconstructions, the columns of a table, and how much training lies behind them."""

    request: ReconstructionsRequest
    found: Reconstructions
    layout: TableLayout | None
    epoch: int
    metadata: dict[str, object]


class ReconstructionsFeed(LiveFeed):
    """Measures one split and decodes some of it; :attr:`arrived` brings :class:`ShownReconstructions`."""

    def __init__(self, core: Core, desk: RunDesk, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(
            core, desk, "reconstructions", ReconstructionsRequest(), partial(_choosing, settings), parent
        )
        settings.dataset_changed.connect(self._on_dataset)
        settings.dataset_failed.connect(self._on_dataset)

    @property
    def request(self) -> ReconstructionsRequest:
        """What is shown."""
        request: ReconstructionsRequest = self._request
        return request

    def _on_dataset(self) -> None:
        if self._stale:
            self.renew()


def _choosing(
    settings: Settings, run: Run, request: ReconstructionsRequest
) -> Callable[[], ShownReconstructions] | None:
    if settings.loading:
        return None  # it may be the run's own, which is then not read twice
    dataset = matching(settings.dataset, run)
    return lambda: _choose(run, request, dataset)


def _choose(run: Run, request: ReconstructionsRequest, dataset: Dataset | None) -> ShownReconstructions:
    dataset = dataset or run.dataset
    split = request.split if request.split and len(getattr(dataset.splits, request.split)) else ""
    found = run.reconstructions(split, request.order, request.count, request.seed, AMONG, dataset)
    return ShownReconstructions(request, found, run.layout, run.complete_epochs, run.metadata())
