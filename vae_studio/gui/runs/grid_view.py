"""The latent grid of one run, under its name and epoch."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.runs.comparing import RunGrid
from vae_studio.gui.runs.delegate import SERIES
from vae_studio.gui.runs.swatch import Swatch
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import ElidedLabel, Label
from vae_studio.latent.grid import LatentGrid
from vae_studio.latent.pictures import picture_of
from vae_studio.session.run_library import LibraryRun

IMAGE_TILES = 5
"""Axes of decoded images: rows, columns, height, width, channels."""
_ZOOM = 1.25


class GridView(QWidget):
    """One grid with the name and the epoch of its run above it."""

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid: LatentGrid | None = None
        self.pixels: np.ndarray | None = None
        self._swatches = [Swatch(theme, token, dot=True) for token in SERIES]
        self.name = ElidedLabel(theme, "", role="section")
        self.epoch = Label(theme, "", role="secondary", tone="text_2")
        self.picture = PictureView(f"Latent grid of run {number + 1}")
        self.words = Label(theme, "", tone="text_3", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setSpacing(6)
        for swatch in self._swatches:
            row.addWidget(swatch)
        row.addWidget(self.name, 1)
        row.addWidget(self.epoch)
        over = QVBoxLayout(self.picture)
        over.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.picture, 1)

    def show_run(self, run: LibraryRun, found: RunGrid | None, place: int) -> None:
        """Show a run's grid in the colour of its place, or say why there is none, or not yet."""
        self.name.setText(run.name)
        self.epoch.setText(f"epoch {run.entry.epochs[0]}" if run.entry.epochs else "")
        for number, swatch in enumerate(self._swatches):
            swatch.setVisible(number == place)
        grid = None if found is None else found.grid
        if grid is None or grid.images.ndim != IMAGE_TILES:
            self.show_nothing()
            self.words.setText(_absence(run, found))
        elif grid is not self.grid:
            self.grid, self.pixels = grid, picture_of(grid)
            self.picture.show_pixels(self.pixels)
            self.words.setText("")

    def show_nothing(self) -> None:
        """Show no grid."""
        self.grid = self.pixels = None
        self.picture.show_pixels(None)


class PictureView(pg.GraphicsView):
    """A picture in exact proportions: the wheel zooms, drag pans, A or a double click shows all of it.

    Signals
    -------
    moved
        Somebody has zoomed or moved it.
    """

    moved = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(background=None)
        self.setAcceptDrops(False)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 100)
        self.box = pg.ViewBox(lockAspect=True, invertY=True, enableMenu=False)
        self.setCentralItem(self.box)
        self._image = pg.ImageItem(axisOrder="row-major")
        self.box.addItem(self._image)
        self.box.sigRangeChangedManually.connect(lambda _: self.moved.emit())

    def show_pixels(self, pixels: np.ndarray | None) -> None:
        """Show pixels, uint8 ``[H, W, C]``, in a square of side 1; None for nothing."""
        self._image.setVisible(pixels is not None)
        if pixels is not None:
            self._image.setImage(pixels[..., 0] if pixels.shape[2] == 1 else pixels, levels=(0, 255))
            self._image.setRect(0, 0, 1, pixels.shape[0] / pixels.shape[1])
            self.reset_view()

    def reset_view(self) -> None:
        """Show all of it."""
        self.box.setRange(self._image.mapRectToParent(self._image.boundingRect()), padding=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show all with A, zoom with plus and minus."""
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.reset_view()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.box.scaleBy((1 / _ZOOM, 1 / _ZOOM))
        elif event.key() == Qt.Key.Key_Minus:
            self.box.scaleBy((_ZOOM, _ZOOM))
        else:
            super().keyPressEvent(event)
            return
        self.moved.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of it."""
        del event
        self.reset_view()
        self.moved.emit()


def _absence(run: LibraryRun, found: RunGrid | None) -> str:
    if found is not None:
        return found.reason or "A table has no pictures."
    if run.entry.status == "training":
        return "It is being trained: its grid shows here once it stands still."
    return "Decoding…" if run.entry.epochs and run.entry.epochs[0] else "No epoch is complete yet."
