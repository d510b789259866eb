"""What the decoder makes of the plane on which the points lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.gui.run_desk import RunDesk
from vae_studio.latent.pictures import mosaic
from vae_studio.latent.planes import PlaneBasis

if TYPE_CHECKING:
    from vae_studio.session import Run


@dataclass(frozen=True)
class Window:
    """A rectangle of a plane in its coordinates, and how many tiles it is cut into."""

    left: float
    bottom: float
    width: float
    height: float
    columns: int
    rows: int

    def centres(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the coordinates of the tiles' centres, ``[rows, columns]`` each, the upper row first."""
        across = self.left + self.width * (np.arange(self.columns) + 0.5) / self.columns
        up = self.bottom + self.height * (np.arange(self.rows)[::-1] + 0.5) / self.rows
        u, v = np.meshgrid(across, up)
        return u, v


@dataclass(frozen=True, eq=False)
class DecodedPlane:
    """The pixels of a window, uint8 ``[H, W, C]``."""

    window: Window
    pixels: np.ndarray


class PlaneDecoding(QObject):
    """Decodes windows of a plane; the newest request wins.

    Signals
    -------
    arrived
        :class:`DecodedPlane`.
    failed
        An exception.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: RunDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def ask(self, basis: PlaneBasis, window: Window) -> None:
        """Decode a window with the weights of the moment."""
        run = self._desk.run
        if run is not None:
            self._desk.pictures.submit(
                run,
                "mean",
                _work(run, basis, window),
                lambda decoded: self._deliver(run, decoded),
                self.failed.emit,
                key="plane under the points",
            )

    def _deliver(self, run: Run, decoded: DecodedPlane) -> None:
        if run is self._desk.run:
            self.arrived.emit(decoded)


def _work(run: Run, basis: PlaneBasis, window: Window) -> Callable[[], DecodedPlane]:
    def decode() -> DecodedPlane:
        z = basis.to_z(*window.centres())
        images = run.decode(z.reshape(-1, z.shape[-1])).reshape(*z.shape[:2], *run.data_shape)
        return DecodedPlane(window, mosaic(images))

    return decode
