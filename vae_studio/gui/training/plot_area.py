"""The area of a small plot: canvas, axes of fixed width, and a second y axis where it is wanted."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from vae_studio.gui.theme import Theme


class PlotArea(pg.PlotWidget):
    """A plot without menus; its canvas lies under its grid, and its grid under its curves.

    Signals
    -------
    left
        The pointer left the plot.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__(background=None)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setContentsMargins(0, 0, 0, 0)
        self._ground = QGraphicsRectItem(item)
        self._ground.setZValue(-2000)
        self._ground.setFlag(QGraphicsItem.GraphicsItemFlag.ItemNegativeZStacksBehindParent)
        self._ground.setPen(QPen(Qt.PenStyle.NoPen))
        item.getViewBox().sigResized.connect(self._follow)
        self._right: pg.ViewBox | None = None

    def right_box(self) -> pg.ViewBox:
        """Return the second view box, which the right axis belongs to."""
        if self._right is None:
            item = self.getPlotItem()
            self._right = pg.ViewBox(enableMenu=False)
            item.scene().addItem(self._right)
            item.getAxis("right").linkToView(self._right)
            self._right.setXLink(item)
            self._right.setMouseEnabled(x=False, y=False)
        return self._right

    def reach_right(self, top: float) -> None:
        """Let the right axis reach from 0 to `top`, with a tick at either end."""
        self.right_box().setYRange(0, 1.05 * top, padding=0)
        self.getPlotItem().getAxis("right").setTicks([[(0.0, "0"), (top, f"{top:g}")]])

    def dress(self, theme: Theme) -> None:
        """Wear the theme's colours."""
        item = self.getPlotItem()
        self._ground.setBrush(theme.colour("canvas"))
        for side in ("left", "bottom", "right"):
            axis = item.getAxis(side)
            axis.setPen(pg.mkPen(theme.colour("plot_grid")))
            axis.setTextPen(pg.mkPen(theme.colour("text_3")))
            axis.setTickFont(theme.font("tick"))
            axis.setZValue(-1000)
        item.getAxis("bottom").label.setFont(theme.font("tick"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show everything with A."""
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.enableAutoRange()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Say that the pointer has left."""
        self.left.emit()
        super().leaveEvent(event)

    def _follow(self) -> None:
        item = self.getPlotItem()
        self._ground.setRect(item.mapRectFromScene(item.getViewBox().sceneBoundingRect()))
        if self._right is not None:
            self._right.setGeometry(item.getViewBox().sceneBoundingRect())
            self._right.linkedViewChanged(item.getViewBox(), self._right.XAxis)
