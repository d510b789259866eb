"""A few words on a small ground of their own, beside a vertical line of a plot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsSimpleTextItem

from vae_studio.gui.theme import Theme
from vae_studio.gui.training.curve_ground import CurveGround

HEIGHT = 18
SIDES, GAP, TOP = 5.0, 3.0, 3.0
ABOVE_CURVES = 20.0


class Tag(QGraphicsRectItem):
    """Words that stand to the right of a line, or to its left where they would leave the plot."""

    def __init__(self, ground: CurveGround, theme: Theme) -> None:
        super().__init__(ground)
        self._ground = ground
        self._theme = theme
        self._text = QGraphicsSimpleTextItem(self)
        self._text.setFont(theme.font("tick"))
        self.setPen(QPen(Qt.PenStyle.NoPen))
        self.setZValue(ABOVE_CURVES)
        self.hide()
        self.dress()

    @property
    def words(self) -> str:
        """What it says."""
        return self._text.text()

    def set_words(self, words: str) -> None:
        """Say something."""
        self._text.setText(words)
        width = self._text.boundingRect().width() + 2 * SIDES
        self.setRect(QRectF(0, 0, width, HEIGHT))
        self._text.setPos(SIDES, (HEIGHT - self._text.boundingRect().height()) / 2)

    def place(self, epoch: float, row: int = 0) -> QRectF | None:
        """Stand beside an epoch, in the given row from the top; hidden where the epoch is out of view.

        Returns
        -------
        Where it stands, in the ground's coordinates; None where it is hidden.
        """
        box = self._ground.box
        area = self._ground.mapRectFromScene(box.sceneBoundingRect())
        x = self._ground.mapFromScene(box.mapViewToScene(QPointF(epoch, 0.0))).x()
        is_there = area.left() <= x <= area.right()
        self.setVisible(is_there)
        if not is_there:
            return None
        width = self.rect().width()
        fits = x + GAP + width <= area.right()
        left = x + GAP if fits else max(area.left(), x - GAP - width)
        self.setPos(left, area.top() + TOP + row * (HEIGHT + 1))
        return self.mapRectToParent(self.rect())

    def place_clear(self, epoch: float, taken: Sequence[QRectF], rows: int) -> QRectF | None:
        """Stand beside an epoch, in the first row in which no other words are covered.

        Parameters
        ----------
        epoch
            Where on the x axis.
        taken
            Where other words stand, in the ground's coordinates.
        rows
            How many there are; hidden where none of them has room.

        Returns
        -------
        As :meth:`place`.
        """
        for row in range(rows):
            place = self.place(epoch, row)
            if place is None or not any(place.intersects(other) for other in taken):
                return place
        self.hide()
        return None

    def dress(self) -> None:
        """Wear the theme's colours."""
        self.setBrush(self._theme.colour("popup"))
        self._text.setBrush(self._theme.colour("text"))
