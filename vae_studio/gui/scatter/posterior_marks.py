"""The posteriors of the tray's images: ellipses in the plane, and numbered pins beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsObject,
    QStyleOptionGraphicsItem,
    QWidget,
)

from vae_studio.gui.latent.pin import Pin
from vae_studio.gui.theme import Theme

OFFSET = QPointF(-26.0, -20.0)
"""Where the pin stands from the mean of its posterior, px."""


@dataclass(frozen=True)
class PosteriorMark:
    """One posterior on the plane: the number of its card, mean and standard deviation on the two axes."""

    number: int
    mean: tuple[float, float]
    deviation: tuple[float, float]


class PosteriorMarks:
    """Draws marks into a view box.

    Parameters
    ----------
    theme
        Colours.
    box
        Where they are drawn, in its coordinates.
    """

    def __init__(self, theme: Theme, box: pg.ViewBox) -> None:
        self._theme = theme
        self._box = box
        self._marks: Mapping[int, PosteriorMark] = {}
        self._radii: tuple[float, ...] = (1.0, 2.0)
        self._items: list[QGraphicsItem] = []
        self._pins: dict[int, _Lead] = {}

    @property
    def pins(self) -> Mapping[int, Pin]:
        """The pins by the identity of their cards."""
        return {identity: lead.pin for identity, lead in self._pins.items()}

    @property
    def ellipses(self) -> tuple[QGraphicsEllipseItem, ...]:
        """The ellipses that are drawn."""
        return tuple(item for item in self._items if isinstance(item, QGraphicsEllipseItem))

    def show_marks(self, marks: Mapping[int, PosteriorMark]) -> None:
        """Draw these marks, by the identity of their cards."""
        self._marks = dict(marks)
        self._draw()

    def set_radii(self, radii: Sequence[float]) -> None:
        """Draw ellipses of so many standard deviations."""
        self._radii = tuple(radii)
        self._draw()

    def raise_pin(self, identity: int) -> None:
        """Let one pin stand out; an unknown identity lets none."""
        for known, lead in self._pins.items():
            lead.pin.raise_(known == identity)

    def dress(self) -> None:
        """Wear the theme's colours."""
        self._draw()

    def _draw(self) -> None:
        for item in self._items:
            self._box.removeItem(item)
        self._items, self._pins = [], {}
        for identity, mark in self._marks.items():
            for radius in sorted(self._radii, reverse=True):
                self._add(self._ellipse(mark, radius))
            lead = _Lead(self._theme, mark.number)
            lead.setPos(*mark.mean)
            self._pins[identity] = lead
            self._add(lead)

    def _add(self, item: QGraphicsItem) -> None:
        self._items.append(item)
        self._box.addItem(item, ignoreBounds=True)

    def _ellipse(self, mark: PosteriorMark, radius: float) -> QGraphicsEllipseItem:
        (x, y), (width, height) = mark.mean, (2 * radius * side for side in mark.deviation)
        ellipse = QGraphicsEllipseItem(QRectF(x - width / 2, y - height / 2, width, height))
        pen = QPen(self._theme.colour("text"), 1.5 if radius == min(self._radii) else 1.0)
        pen.setCosmetic(True)
        ellipse.setPen(pen)
        fill = self._theme.colour("text")
        fill.setAlphaF(0.10)
        ellipse.setBrush(QBrush(fill))
        ellipse.setZValue(8)
        return ellipse


class _Lead(QGraphicsObject):
    """A pin beside its place, a line to it, and a dot on it; all keep their size."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(10)
        self.pin = Pin(theme, number)
        self.pin.setParentItem(self)
        self.pin.setPos(OFFSET)

    def boundingRect(self) -> QRectF:
        return QRectF(OFFSET, QPointF(0, 0)).normalized().adjusted(-3, -3, 3, 3)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("text_2"), 1))
        painter.drawLine(OFFSET, QPointF(0, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("text"))
        painter.drawEllipse(QPointF(0, 0), 1.8, 1.8)
