"""A place inside a view box from which nothing reaches over its edge."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem


class Clipper(QGraphicsRectItem):
    """As large as what is in view; its children are cut at its edge.

    The view box itself cannot do it: the pins beside these items are to overlap the edge.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self.setPen(Qt.PenStyle.NoPen)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        box.addItem(self, ignoreBounds=True)
        box.sigRangeChanged.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setRect(self._box.viewRect())
