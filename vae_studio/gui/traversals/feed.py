"""Traversals of the run on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.data.dataset import Dataset
from vae_studio.gui.core.worker import Core
from vae_studio.gui.live_feed import LiveFeed
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.scatter.feed import matching
from vae_studio.gui.settings import Settings
from vae_studio.gui.traversals.start import Start, start_code, start_words
from vae_studio.latent.traversal import DimensionUse, TraversalRequest, Traversals

if TYPE_CHECKING:
    from vae_studio.session import Run

NO_PICTURES = (
    "This run was trained on a table: its traversals are rows of numbers. "
    "vae-studio traverse RUN --out FILE.npz writes them."
)


@dataclass(frozen=True)
class TraversalsRequest:
    """Which traversals are wanted.

    Attributes
    ----------
    start
        Where they start from.
    sweep
        How far and in which steps.
    """

    start: Start = field(default_factory=Start)
    sweep: TraversalRequest = field(default_factory=TraversalRequest)


@dataclass(frozen=True, eq=False)
class ShownTraversals:
    """Traversals, or why there are none.

    Attributes
    ----------
    request
        What was asked for.
    found
        The traversals; None where the run has no pictures to show.
    start
        What the start is called.
    reason
        Why there are none; empty where there are.
    examples
        How many examples the dataset has.
    epoch
        Complete epochs behind the weights.
    metadata
        What a picture should say of where it comes from.
    """

    request: TraversalsRequest
    found: Traversals | None
    start: str
    reason: str
    examples: int
    epoch: int
    metadata: dict[str, object]


class TraversalsFeed(LiveFeed):
    """Sweeps every latent dimension from a start; :attr:`arrived` brings :class:`ShownTraversals`.

    Signals
    -------
    wanted
        Somebody asked elsewhere for traversals, which should be seen now.
    """

    wanted = Signal()

    def __init__(self, core: Core, desk: RunDesk, settings: Settings, parent: QObject | None = None) -> None:
        self._uses = _Uses()
        super().__init__(
            core,
            desk,
            "traversals",
            TraversalsRequest(),
            partial(_traversing, settings, desk, self._uses),
            parent,
        )
        self._card_example: np.ndarray | None = None
        desk.tray.changed.connect(self._on_tray)
        settings.dataset_changed.connect(self._on_dataset)
        settings.dataset_failed.connect(self._on_dataset)

    @property
    def request(self) -> TraversalsRequest:
        """What is shown."""
        request: TraversalsRequest = self._request
        return request

    def start_from_example(self, index: int) -> None:
        """Start from an example of the run's dataset, counted from 0, and have the traversals seen."""
        self.ask(start=Start("example", index))
        self.wanted.emit()

    def renew(self) -> None:
        """Compute for the weights as they are now; the newest request wins."""
        self._card_example = _example_of(self._desk, self.request.start)
        super().renew()

    def _on_run(self) -> None:
        """Begin at the prior's mean where the start belongs to another dataset."""
        if self.request.start.kind == "example":
            self._request = TraversalsRequest(Start(), self.request.sweep)
        super()._on_run()

    def _on_tray(self) -> None:
        """Follow the card that is the start: it may be gone, or have been read anew for another run."""
        start = self.request.start
        if start.kind != "card":
            return
        if all(card.identity != start.number for card in self._desk.tray.cards):
            self.ask(start=Start())
        elif _example_of(self._desk, start) is not self._card_example:
            self.renew()

    def _on_dataset(self) -> None:
        if self._stale:
            self.renew()


class _Uses:
    """What was measured last of the latent dimensions: once for each epoch of a run, on the core thread."""

    def __init__(self) -> None:
        self._key: tuple[object, int] | None = None
        self._use: DimensionUse | None = None

    def of(self, run: Run, dataset: Dataset) -> DimensionUse:
        key = (run, run.complete_epochs)
        if self._use is None or self._key != key:
            self._key, self._use = key, run.measure_dimensions(dataset)
        return self._use


def _example_of(desk: RunDesk, start: Start) -> np.ndarray | None:
    """Return the image of the card that is the start, read for the run on screen; None for other starts."""
    if start.kind != "card" or desk.run is None:
        return None
    example = next((card.example for card in desk.tray.cards if card.identity == start.number), None)
    return example if example is not None and example.shape == desk.run.data_shape else None


def _traversing(
    settings: Settings, desk: RunDesk, uses: _Uses, run: Run, request: TraversalsRequest
) -> Callable[[], ShownTraversals] | None:
    if settings.loading:
        return None  # it may be the run's own, which is then not read twice
    dataset = matching(settings.dataset, run)
    example = _example_of(desk, request.start)
    if request.start.kind == "card" and example is None:
        return None  # it is being read
    words = start_words(request.start, desk.tray.cards)
    return lambda: _traverse(run, request, example, words, dataset, uses)


def _traverse(
    run: Run,
    request: TraversalsRequest,
    example: np.ndarray | None,
    words: str,
    dataset: Dataset | None,
    uses: _Uses,
) -> ShownTraversals:
    if len(run.data_shape) != 3:
        return ShownTraversals(request, None, words, NO_PICTURES, 0, run.complete_epochs, run.metadata())
    dataset = dataset or run.dataset
    start = start_code(run, request.start, example, dataset)
    found = run.traverse(start, request.sweep, uses.of(run, dataset))
    return ShownTraversals(request, found, words, "", len(dataset), run.complete_epochs, run.metadata())
