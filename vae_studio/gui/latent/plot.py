"""The mosaic of decoded tiles, with its axes in z, the tile that is pointed at, and pins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from vae_studio.gui.bare_plot import BarePlot
from vae_studio.gui.latent.pin import Pin
from vae_studio.gui.latent.ticks import tile_ticks
from vae_studio.gui.theme import Theme
from vae_studio.latent.grid import LatentGrid
from vae_studio.latent.pictures import mosaic

LEFT_AXIS = 56
BOTTOM_AXIS = 42
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True)
class Mark:
    """Where a card of the tray lies: its number and its coordinates on the two axes."""

    number: int
    across: float
    up: float


class GridPlot(BarePlot):
    """Shows one :class:`LatentGrid`; view coordinates are tiles from the upper left corner.

    Signals
    -------
    tile_changed
        Row and column of the tile that is pointed at, or (−1, −1).
    tile_chosen
        Return was pressed on a tile.
    """

    tile_changed = Signal(int, int)
    tile_chosen = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid: LatentGrid | None = None
        self._tile: tuple[int, int] | None = None
        self._pins: dict[int, Pin] = {}
        self._marks: Mapping[int, Mark] = {}
        self._borders_wanted = False
        self._zoomed = False
        self.image = pg.ImageItem(axisOrder="row-major")
        self._frame = QGraphicsRectItem()
        self._borders = pg.PlotDataItem(connect="pairs", antialias=False)
        self._set_up()
        self.box.sigRangeChanged.connect(self._clip_when_zoomed)
        self.box.sigRangeChangedManually.connect(self._on_zoomed)
        self.box.sigResized.connect(self._on_resized)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def tile(self) -> tuple[int, int] | None:
        """Row and column of the tile that is pointed at."""
        return self._tile

    @property
    def pins(self) -> Mapping[int, Pin]:
        """The pins by the identity of their cards."""
        return self._pins

    @property
    def tile_ratio(self) -> float:
        """Width of the mosaic over its height."""
        if self._grid is None:
            return 1.0
        rows, columns, height, width = self._grid.images.shape[:4]
        return float((columns * width) / (rows * height))

    def show_grid(self, grid: LatentGrid) -> None:
        """Draw a grid."""
        before = self._grid
        self._grid = grid
        rows, columns = grid.images.shape[:2]
        self.image.setImage(mosaic(grid.images), autoLevels=False, rect=(0, 0, columns, rows))
        if before is None or before.images.shape != grid.images.shape:
            self.reset_view()
            self._set_tile(None)
            self._draw_borders()
        self._draw_axes(grid)
        self._place_pins()
        self.tile_changed.emit(*(self._tile or (-1, -1)))

    def set_contrast(self, contrast: float) -> None:
        """Spread the grey values about the middle by a factor."""
        half = 127.5 / max(contrast, 0.05)
        self.image.setLevels((127.5 - half, 127.5 + half))

    def show_marks(self, marks: Mapping[int, Mark]) -> None:
        """Put a pin for each mark, by the identity of its card."""
        self._marks = marks
        for identity in [known for known in self._pins if known not in marks]:
            self.box.removeItem(self._pins.pop(identity))
        for identity, mark in marks.items():
            if identity not in self._pins:
                self._pins[identity] = Pin(self._theme, mark.number)
                self.box.addItem(self._pins[identity], ignoreBounds=True)
            self._pins[identity].number = mark.number
        self._place_pins()

    def raise_pin(self, identity: int) -> None:
        """Let one pin stand out; an unknown identity lets none."""
        for known, pin in self._pins.items():
            pin.raise_(known == identity)

    def show_borders(self, wanted: bool) -> None:
        """Draw lines between the tiles, or not."""
        self._borders_wanted = wanted
        self._draw_borders()

    def reset_view(self) -> None:
        """Show the whole mosaic."""
        if self._grid is None:
            return
        self._zoomed = False
        rows, columns, height, width = self._grid.images.shape[:4]
        box = self.box
        box.setAspectLocked(True, ratio=width / height)
        box.setLimits(xMin=0, xMax=columns, yMin=0, yMax=rows, maxXRange=columns, maxYRange=rows)
        box.setRange(xRange=(0, columns), yRange=(0, rows), padding=0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the tile under the mouse; the scene's own signal leaves moves out."""
        super().mouseMoveEvent(event)
        self._point_at(self.mapToScene(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the tile with the arrows, choose it with Return, show everything with A."""
        key = Qt.Key(event.key())
        if key in ARROWS and self._grid is not None:
            self._move_tile(*ARROWS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._tile is not None and not event.modifiers():
            self.tile_chosen.emit(*self._tile)
        elif key == Qt.Key.Key_A and not event.modifiers():
            self.reset_view()
        else:
            super().keyPressEvent(event)

    def _set_up(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Latent grid")
        self.axes["left"].setWidth(LEFT_AXIS)
        self.axes["bottom"].setHeight(BOTTOM_AXIS)
        for axis in self.axes.values():
            axis.setStyle(tickLength=-4, hideOverlappingLabels=False)
        self.box.invertY(True)
        self.box.setDefaultPadding(0)
        self.image.setLevels((0.0, 255.0))
        self._frame.setZValue(5)
        self._frame.hide()
        self._borders.setZValue(2)
        for part in (self.image, self._borders, self._frame):
            self.box.addItem(part, ignoreBounds=True)

    def _draw_axes(self, grid: LatentGrid) -> None:
        bottom, left = self.axes["bottom"], self.axes["left"]
        bottom.setTicks([tile_ticks(grid.across)])
        left.setTicks([tile_ticks(grid.up)])
        bottom.setLabel(f"z{grid.request.across + 1}")
        left.setLabel("" if grid.request.up is None else f"z{grid.request.up + 1}")

    def _place_pins(self) -> None:
        if self._grid is None:
            return
        for identity, mark in self._marks.items():
            column, row = self._grid.position(mark.across, mark.up)
            self._pins[identity].setPos(float(column), float(row))

    def _draw_borders(self) -> None:
        if self._grid is None or not self._borders_wanted:
            self._borders.setData([], [])
            return
        rows, columns = self._grid.images.shape[:2]
        across = [(x, y) for x in range(1, columns) for y in (0, rows)]
        up = [(x, y) for y in range(1, rows) for x in (0, columns)]
        points = np.array(across + up, dtype=float).reshape(-1, 2)
        self._borders.setData(points[:, 0], points[:, 1])

    def _point_at(self, scene_position: QPointF) -> None:
        if self._grid is None:
            return
        point = self.box.mapSceneToView(scene_position)
        rows, columns = self._grid.images.shape[:2]
        if 0 <= point.x() < columns and 0 <= point.y() < rows:
            self._set_tile((int(point.y()), int(point.x())))

    def _move_tile(self, down: int, right: int) -> None:
        assert self._grid is not None
        rows, columns = self._grid.images.shape[:2]
        row, column = self._tile or (rows // 2 - down, columns // 2 - right)
        self._set_tile((min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)))

    def _set_tile(self, tile: tuple[int, int] | None) -> None:
        if tile == self._tile:
            return
        self._tile = tile
        self._frame.setVisible(tile is not None)
        if tile is not None:
            self._frame.setRect(tile[1], tile[0], 1, 1)
        self.tile_changed.emit(*(tile or (-1, -1)))

    def _on_zoomed(self) -> None:
        self._zoomed = True

    def _on_resized(self) -> None:
        if not self._zoomed:
            self.reset_view()

    def _clip_when_zoomed(self) -> None:
        """Pins on the edge overlap it, unless the view shows only a part."""
        if self._grid is None:
            return
        columns = self._grid.images.shape[1]
        (low, high), _ = self.box.viewRange()
        clip = QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape
        self.box.setFlag(clip, high - low < columns * 0.999)

    def _dress(self) -> None:
        theme = self._theme
        pen = pg.mkPen(theme.colour("accent"), width=2)
        pen.setCosmetic(True)
        self._frame.setPen(pen)
        self._borders.setPen(pg.mkPen(theme.colour("line_strong"), width=1))
        self.dress_axes(theme, "line")
        for pin in self._pins.values():
            pin.update()
