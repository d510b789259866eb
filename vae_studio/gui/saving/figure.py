"""A figure that can be taken away: what it is, and every form in which it can be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QGraphicsView

from vae_studio.api import OutputError
from vae_studio.gui.pixels import to_image
from vae_studio.gui.saving import drawing, files
from vae_studio.latent.animation import save_gif
from vae_studio.latent.pictures import save_picture

Metadata = Mapping[str, object]


@dataclass(frozen=True)
class Figure:
    """What a view shows, ready to be written.

    Attributes
    ----------
    title
        What it is, such as ``Latent grid``.
    file
        Where it is suggested to go, without an ending.
    metadata
        Run, epoch, coordinates; written into every format that has a place for it.
    pixels
        An exact picture, uint8 ``[H, W, C]`` with C = 1 or 3, each pixel of which is repeated in a PNG file.
    view
        A plot, which is drawn anew at the scale that is asked for, and has an SVG.
    ground
        Colour behind a plot.
    arrays
        Returns the numbers, for NPZ.
    table
        Returns the numbers as CSV text.
    frames
        Returns the pictures of an animation, uint8 ``[H, W, C]`` each, for GIF.
    """

    title: str
    file: Path
    metadata: Metadata = field(default_factory=dict)
    pixels: np.ndarray | None = None
    view: QGraphicsView | None = None
    ground: QColor | None = None
    arrays: Callable[[], Mapping[str, np.ndarray]] | None = None
    table: Callable[[], str] | None = None
    frames: Callable[[], Sequence[np.ndarray]] | None = None

    @property
    def endings(self) -> tuple[str, ...]:
        """Endings of the formats that there are, the usual one first."""
        there = {
            ".png": self.has_picture,
            ".svg": self.view is not None,
            ".gif": self.frames is not None,
            ".csv": self.table is not None,
            ".npz": self.arrays is not None,
        }
        return tuple(ending for ending, is_there in there.items() if is_there)

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to be seen, besides numbers."""
        return self.pixels is not None or self.view is not None

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of its picture at scale 1, pixels; 0 where it has none."""
        if self.pixels is not None:
            return self.pixels.shape[0], self.pixels.shape[1]
        return (self.view.height(), self.view.width()) if self.view is not None else (0, 0)

    def image(self, scale: int = 1) -> QImage:
        """Return the picture, on the GUI thread.

        Raises
        ------
        OutputError
            It has none.
        """
        if self.pixels is not None:
            return to_image(np.repeat(np.repeat(self.pixels, scale, axis=0), scale, axis=1))
        if self.view is not None:
            return drawing.drawn(self.view, scale, self._ground())
        raise OutputError(f"{self.title} has no picture.", "Save its numbers.")

    def writer(self, path: Path, scale: int = 2) -> Callable[[], Path]:
        """Return what writes a file by the ending of its name, on any thread, and returns its path.

        What must be drawn is drawn now, on the GUI thread.

        Parameters
        ----------
        path
            Where; its ending is one of :attr:`endings`.
        scale
            Pixels of a PNG or GIF file for each pixel of the picture.

        Raises
        ------
        OutputError
            The name ends otherwise. Writing raises it where the file cannot be written.
        """
        ending = path.suffix.lower()
        if ending not in self.endings:
            raise OutputError(
                f"{path.name} ends in none of {', '.join(self.endings)}.", "Give the name one of these endings."
            )
        if ending == ".png":
            return self._png_writer(path, scale)
        if ending == ".svg" and self.view is not None:
            lines = drawing.lines(self.view, self._ground(), self.title, self.metadata)
            return lambda: files.write(path, lines)
        if ending == ".gif" and self.frames is not None:
            frames = self.frames
            return lambda: self._write_gif(path, frames(), scale)
        if ending == ".csv" and self.table is not None:
            table = self.table
            return lambda: files.write(path, table().encode())
        assert self.arrays is not None
        arrays = self.arrays
        return lambda: files.write_npz(path, arrays(), self.metadata)

    def _png_writer(self, path: Path, scale: int) -> Callable[[], Path]:
        exact = self.pixels is not None
        pixels = self.pixels if self.pixels is not None else drawing.pixels_of(self.image(scale))

        def write() -> Path:
            save_picture(path, pixels, scale if exact else 1, {"Title": self.title, **self.metadata})
            return path

        return write

    def _write_gif(self, path: Path, frames: Sequence[np.ndarray], scale: int) -> Path:
        save_gif(path, frames, scale, self.metadata)
        return path

    def _ground(self) -> QColor:
        return QColor("white") if self.ground is None else self.ground
