"""Tiles of which one is pointed at, by mouse or arrows; where they lie is for each view to say."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from vae_studio.gui.theme import Theme

ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class Tiles(QWidget):
    """Base of views of tiles in rows and columns.

    Signals
    -------
    pointed
        The tile that is pointed at, counted row by row, or −1.
    chosen
        Return was pressed on a tile, or it was double-clicked.
    """

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tiles = (0, 0)
        self._count = 0
        self._tile = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        theme.changed.connect(self.update)

    @property
    def tile(self) -> int:
        """The tile that is pointed at, or −1."""
        return self._tile

    @property
    def count(self) -> int:
        """How many tiles there are."""
        return self._count

    def tile_rect(self, number: int) -> QRectF:
        """Return where one tile is drawn."""
        raise NotImplementedError

    def tile_at(self, point: QPointF) -> int:
        """Return the tile at a point of the widget, or −1."""
        rects = ((number, self.tile_rect(number)) for number in range(self._count))
        return next((number for number, place in rects if place.contains(point)), -1)

    def set_tiles(self, rows: int, columns: int, count: int | None = None) -> None:
        """Say how many tiles there are now; the last row may be shorter. What is pointed at is said anew."""
        tiles, count = (rows, columns), rows * columns if count is None else count
        if (tiles, count) != (self._tiles, self._count):
            self._tiles, self._count = tiles, count
            self._tile = -1
        self.update()
        self.pointed.emit(self._tile)

    def paint_pointed(self, painter: QPainter, whole: QRectF) -> None:
        """Frame the tile that is pointed at, or the whole where there is none and the arrows work here."""
        framed = self.tile_rect(self._tile) if self._tile >= 0 else whole if self.hasFocus() else None
        if framed is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRect(framed.adjusted(1, 1, -1, -1))

    def point_at(self, tile: int) -> None:
        """Point at a tile, or at none with −1."""
        if tile != self._tile:
            self._tile = tile
            self.update()
            self.pointed.emit(tile)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the tile under the mouse."""
        self.point_at(self.tile_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the tile."""
        del event
        if self._tile >= 0:
            self.chosen.emit(self._tile)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.point_at(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the tile with the arrows, choose it with Return."""
        key = Qt.Key(event.key())
        if key in ARROWS and self._count:
            self._move(*ARROWS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._tile >= 0 and not event.modifiers():
            self.chosen.emit(self._tile)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the arrows work here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do not."""
        super().focusOutEvent(event)
        self.update()

    def _move(self, down: int, right: int) -> None:
        rows, columns = self._tiles
        if self._tile < 0:
            self.point_at(0)
            return
        row, column = divmod(self._tile, columns)
        row, column = min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)
        if (tile := row * columns + column) < self._count:
            self.point_at(tile)
