"""Gives a plot the largest size at which its mosaic fills it exactly."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from vae_studio.gui.latent.plot import BOTTOM_AXIS, LEFT_AXIS, GridPlot
from vae_studio.gui.latent.whole_plane import PADDING_RIGHT, PADDING_TOP


class SquareHolder(QWidget):
    """Holds a grid plot; its mosaic keeps its proportions and its axes stay beside it."""

    def __init__(self, plot: GridPlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = plot
        self._ratio = 1.0
        plot.setParent(self)
        plot.grid.setContentsMargins(0, PADDING_TOP, PADDING_RIGHT, 0)
        self.setMinimumSize(QSize(200, 180))

    def fit(self) -> None:
        """Follow the proportions of the mosaic."""
        if self._plot.tile_ratio != self._ratio:
            self._ratio = self._plot.tile_ratio
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the size."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        frame_width, frame_height = LEFT_AXIS + PADDING_RIGHT, BOTTOM_AXIS + PADDING_TOP
        room = QSize(self.width() - frame_width, self.height() - frame_height)
        width = max(1.0, min(room.width(), room.height() * self._ratio))
        height = width / self._ratio
        size = QSize(round(width) + frame_width, round(height) + frame_height)
        left = max(0, (self.width() - size.width()) // 2)
        self._plot.setGeometry(QRect(left, 0, size.width(), size.height()))
