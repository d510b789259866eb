"""The latent grid that is on screen, and how it is renewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.api import SpecError
from vae_studio.gui.core.pictures import PictureJobs
from vae_studio.gui.core.worker import Core
from vae_studio.latent.grid import GridRequest, LatentGrid, coarse
from vae_studio.training.events import Sample

if TYPE_CHECKING:
    from vae_studio.session import Run
    from vae_studio.session.live_model import LiveModel

LARGEST_MOSAIC = 1120
"""Pixels along one side of the mosaic that a default grid does not exceed."""
PREVIEW_TILES = 10
"""Tiles per side while somebody is moving something: decoded in a fifth of the time of 20."""


def default_tiles(data_shape: tuple[int, ...]) -> int:
    """Return how many tiles per side a first grid has: 20, or fewer where images are large."""
    return int(min(20, max(5, LARGEST_MOSAIC // max(data_shape[:2]))))


def fitting(request: GridRequest, latent_size: int) -> GridRequest:
    """Return a request whose axes, held values and plane exist in a latent space of `latent_size`."""
    across = request.across if request.across < latent_size else 0
    up: int | None = None
    if latent_size > 1:
        free = request.up is not None and request.up < latent_size and request.up != across
        up = request.up if free else (1 if across == 0 else 0)
    held = request.held if len(request.held) == latent_size else ()
    plane = request.plane
    if plane is not None and plane.latent_size != latent_size:
        plane = None
    return replace(request, across=across, up=up, held=held, plane=plane)


def answers(grid: LatentGrid, request: GridRequest) -> bool:
    """Tell whether a grid shows what was asked for; a prior without quantiles is always linear."""
    wanted = request if grid.has_quantiles else replace(request, spacing="linear")
    return grid.request == wanted


class GridFeed(QObject):
    """Asks for grids of the current run and passes on those that training sends.

    Signals
    -------
    arrived
        :class:`LatentGrid`, complete epochs behind its weights, whether training goes on with them.
    failed
        The exception of a grid that could not be computed.
    """

    arrived = Signal(object, int, bool)
    failed = Signal(object)

    def __init__(self, core: Core, pictures: PictureJobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._pictures = pictures
        self._run: Run | None = None
        self._request = GridRequest()
        self._moving = False
        self._epoch: int | None = None
        self._training = False
        self._watched = True
        self._missed = False

    @property
    def request(self) -> GridRequest:
        """What the grid shows, once nothing moves."""
        return self._request

    @property
    def wanted(self) -> GridRequest:
        """What is asked for now: fewer tiles while something moves."""
        return coarse(self._request, PREVIEW_TILES) if self._moving else self._request

    @property
    def epoch(self) -> int | None:
        """The finished epoch whose weights are shown; None for the weights of the moment."""
        return self._epoch

    @property
    def drawable(self) -> bool:
        """Whether there is a run that makes pictures."""
        return self._run is not None and len(self._run.data_shape) == 3

    def set_run(self, run: Run | None) -> None:
        """Show another run, all of it; the request is adapted to its latent space."""
        before = self._run
        self._run = run
        self._moving, self._epoch = False, None
        if run is None:
            return
        request = replace(self._request, plane=None, window=None)
        self._request = fitting(request, run.spec.encoder.latent_size)
        if before is None or before.data_shape != run.data_shape:
            tiles = default_tiles(run.data_shape)
            self._request = replace(self._request, rows=tiles, columns=tiles)

    def watch(self, watched: bool) -> None:
        """Say whether somebody looks, as is taken for granted until told: training draws for nobody else.

        What training would have drawn meanwhile is made up for by one grid.
        """
        self._watched = watched
        if watched and self._missed:
            self._missed = False
            self.renew()

    def set_training(self, training: bool) -> None:
        """Say whether the weights are being trained."""
        self._training = training

    def show_epoch(self, epoch: int | None) -> None:
        """Show the grid of the weights after a finished epoch, or with None of those of the moment."""
        self._epoch = epoch
        self.renew()

    def ask(self, request: GridRequest, moving: bool = False) -> None:
        """Show something else; the newest request wins.

        Parameters
        ----------
        request
            What is wanted in the end.
        moving
            Whether another request will follow at once: fewer tiles are decoded until then.
        """
        run = self._run
        self._request = request if run is None else fitting(request, run.spec.encoder.latent_size)
        self._moving = moving
        self.renew()

    def renew(self) -> None:
        """Compute the grid of the weights as they are now."""
        run = self._run
        if run is None or not self.drawable:
            return
        request, epoch = self.wanted, self._epoch

        def show(result: tuple[LatentGrid, int]) -> None:
            self._show(run, epoch, *result)

        self._submit(
            run,
            request.show,
            lambda: (
                self._model(run, epoch).latent_grid(request),
                run.complete_epochs if epoch is None else epoch,
            ),
            show,
            "grid",
        )

    def decode(self, z: np.ndarray, done: Callable[[np.ndarray], None]) -> None:
        """Decode one point ``[L]`` with the weights that are shown; of such requests the newest wins.

        Parameters
        ----------
        done
            Called with the image, float32 ``[H, W, C]``.
        """
        run = self._run
        if run is None or not self.drawable or len(z) != run.spec.encoder.latent_size:
            return
        epoch, show = self._epoch, self._request.show
        self._submit(
            run,
            show,
            lambda: self._model(run, epoch).decode(z[np.newaxis], show)[0],
            lambda image: done(image) if run is self._run else None,
            "point",
        )

    def live(self, run: Run) -> LatentGrid | None:
        """Return the grid of a run in training, None while nobody looks; called on the core thread."""
        if not self._watched:
            self._missed = True
            return None
        if len(run.data_shape) != 3 or self._epoch is not None:
            return None
        request = fitting(self.wanted, run.spec.encoder.latent_size)
        try:
            return run.latent_grid(request)
        except SpecError:
            if request.window is None:
                raise
            return None  # the codes of an autoencoder have moved out of the part in view

    def take(self, sample: Sample) -> None:
        """Pass on a grid that training sent, unless something else was asked for since."""
        grid = sample.payload
        if isinstance(grid, LatentGrid) and self._run is not None:
            self._pictures.note_compiled(self._run, grid.request.show)
        if isinstance(grid, LatentGrid) and self._epoch is None and answers(grid, self.wanted):
            self.arrived.emit(grid, sample.complete_epochs, True)

    def _submit(
        self, run: Run, show: str, work: Callable[[], Any], done: Callable[[Any], None], key: str
    ) -> None:
        """Have a picture made: of the weights of the moment beside training, of an epoch on the core thread."""
        if self._epoch is None:
            self._pictures.submit(run, show, work, done, self.failed.emit, key)
        else:
            self._core.submit(work, done, self.failed.emit, key)

    @staticmethod
    def _model(run: Run, epoch: int | None) -> LiveModel:
        return run if epoch is None else run.at_epoch(epoch)

    def _show(self, run: Run, epoch: int | None, grid: LatentGrid, complete: int) -> None:
        if run is self._run and epoch == self._epoch:
            self.arrived.emit(grid, complete, self._training and epoch is None)
