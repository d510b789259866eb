"""The posteriors of the tray's images: ellipses in the plane, and numbered pins beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
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
from vae_studio.latent.projection import ellipse

OFFSET = QPointF(-26.0, -20.0)
"""Where the pin stands from the mean of its posterior, px."""


@dataclass(frozen=True)
class PosteriorMark:
    """One posterior on the plane.

    Attributes
    ----------
    number
        Of its card.
    mean
        On the two axes.
    covariance
        On the two axes, ``((xx, xy), (xy, yy))``.
    flagged, selected
        Whether its image is out of range, and whether its card is selected.
    """

    number: int
    mean: tuple[float, float]
    covariance: tuple[tuple[float, float], tuple[float, float]]
    flagged: bool = False
    selected: bool = False


class PosteriorMarks(QObject):
    """Draws marks into a view box.

    Signals
    -------
    clicked
        Identity of the card whose pin was pressed, and whether Ctrl was held.
    hovered
        Identity of the card whose pin the pointer is on; −1 when it has gone.

    Parameters
    ----------
    theme
        Colours.
    box
        Where they are drawn, in its coordinates.
    """

    clicked = Signal(int, bool)
    hovered = Signal(int)

    def __init__(self, theme: Theme, box: pg.ViewBox, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
        if marks == self._marks:
            return
        before, self._marks = self._marks, dict(marks)
        if {one: _place(mark) for one, mark in before.items()} == {
            one: _place(mark) for one, mark in self._marks.items()
        }:
            self._say_states()  # a pin that is being pressed is not replaced
        else:
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
            lead.pin.clicked.connect(partial(self.clicked.emit, identity))
            lead.pin.hovered.connect(partial(self._on_hovered, identity))
            self._pins[identity] = lead
            self._add(lead)
        self._say_states()

    def _say_states(self) -> None:
        for identity, lead in self._pins.items():
            mark = self._marks[identity]
            lead.pin.set_state(flagged=mark.flagged, selected=mark.selected)

    def _on_hovered(self, identity: int, here: bool) -> None:
        self.hovered.emit(identity if here else -1)

    def _add(self, item: QGraphicsItem) -> None:
        self._items.append(item)
        self._box.addItem(item, ignoreBounds=True)

    def _ellipse(self, mark: PosteriorMark, radius: float) -> QGraphicsEllipseItem:
        longer, shorter, turn = ellipse(np.array(mark.covariance))
        width, height = 2 * radius * longer, 2 * radius * shorter
        item = QGraphicsEllipseItem(QRectF(-width / 2, -height / 2, width, height))
        item.setPos(*mark.mean)
        item.setRotation(turn)
        token = "flag" if mark.flagged else "text"
        pen = QPen(self._theme.colour(token), 1.5 if radius == min(self._radii) else 1.0)
        pen.setCosmetic(True)
        item.setPen(pen)
        fill = self._theme.colour(token)
        fill.setAlphaF(0.10)
        item.setBrush(QBrush(fill))
        item.setZValue(8)
        item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        return item


def _place(mark: PosteriorMark) -> PosteriorMark:
    """Return a mark without what only its pin shows."""
    return replace(mark, selected=False)


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
