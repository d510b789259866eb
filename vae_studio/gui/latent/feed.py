"""The latent grid that is on screen, and how it is renewed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.worker import Core
from vae_studio.latent.grid import GridRequest, LatentGrid
from vae_studio.training.events import Sample

if TYPE_CHECKING:
    from vae_studio.session import Run

LARGEST_MOSAIC = 1120
"""Pixels along one side of the mosaic that a default grid does not exceed."""


def default_tiles(data_shape: tuple[int, ...]) -> int:
    """Return how many tiles per side a first grid has: 20, or fewer where images are large."""
    return int(min(20, max(5, LARGEST_MOSAIC // max(data_shape[:2]))))


def fitting(request: GridRequest, latent_size: int) -> GridRequest:
    """Return a request whose axes and held values exist in a latent space of `latent_size`."""
    across = request.across if request.across < latent_size else 0
    up: int | None = None
    if latent_size > 1:
        free = request.up is not None and request.up < latent_size and request.up != across
        up = request.up if free else (1 if across == 0 else 0)
    held = request.held if len(request.held) == latent_size else ()
    return replace(request, across=across, up=up, held=held)


def answers(grid: LatentGrid, request: GridRequest) -> bool:
    """Tell whether a grid shows what was asked for; a prior without quantiles is always linear."""
    wanted = request if grid.has_quantiles else replace(request, spacing="linear")
    return grid.request == wanted


class GridFeed(QObject):
    """Asks for grids of the current run and passes on those that training sends.

    Signals
    -------
    arrived
        :class:`LatentGrid`, complete epochs behind its weights, whether training goes on.
    failed
        The exception of a grid that could not be computed.
    """

    arrived = Signal(object, int, bool)
    failed = Signal(object)

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._run: Run | None = None
        self._request = GridRequest()
        self._training = False

    @property
    def request(self) -> GridRequest:
        """What the grid shows."""
        return self._request

    def set_run(self, run: Run | None) -> None:
        """Show another run; the request is adapted to its latent space."""
        before = self._run
        self._run = run
        if run is None:
            return
        self._request = fitting(self._request, run.spec.encoder.latent_size)
        if before is None or before.data_shape != run.data_shape:
            tiles = default_tiles(run.data_shape)
            self._request = replace(self._request, rows=tiles, columns=tiles)

    def set_training(self, training: bool) -> None:
        """Say whether the weights are being trained."""
        self._training = training

    def ask(self, request: GridRequest) -> None:
        """Show something else; the newest request wins."""
        run = self._run
        self._request = request if run is None else fitting(request, run.spec.encoder.latent_size)
        self.renew()

    def renew(self) -> None:
        """Compute the grid of the weights as they are now."""
        run = self._run
        if run is None or len(run.data_shape) != 3:
            return
        request = self._request
        self._core.submit(
            lambda: (run.latent_grid(request), run.complete_epochs),
            lambda result: self._show(run, *result),
            self.failed.emit,
            key="grid",
        )

    def live(self, run: Run) -> LatentGrid | None:
        """Return the grid of a run in training; called on the core thread."""
        if len(run.data_shape) != 3:
            return None
        return run.latent_grid(fitting(self._request, run.spec.encoder.latent_size))

    def take(self, sample: Sample) -> None:
        """Pass on a grid that training sent, unless other options were chosen since."""
        grid = sample.payload
        if isinstance(grid, LatentGrid) and answers(grid, self._request):
            self.arrived.emit(grid, sample.complete_epochs, True)

    def _show(self, run: Run, grid: LatentGrid, epoch: int) -> None:
        if run is self._run:
            self.arrived.emit(grid, epoch, self._training)
