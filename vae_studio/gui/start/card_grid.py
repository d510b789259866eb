"""Cards of one size, in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from vae_studio.gui.start.card import Card

LEAST_WIDTH = 220
GAP = 12


class CardGrid(QWidget):
    """Places cards row by row and lets the arrow keys move between them.

    Parameters
    ----------
    cards
        The cards, in reading order.

    Signals
    -------
    reached
        A :class:`Card` that is about to have the focus.
    """

    reached = Signal(object)

    def __init__(self, cards: Sequence[Card], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = tuple(cards)
        self.columns = 1
        for card in self.cards:
            card.setParent(self)
            card.moved.connect(lambda key, origin=card: self._move(origin, key))
        self.setMinimumWidth(LEAST_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cards anew."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Place the cards anew where their words changed their size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place()

    def _place(self) -> None:
        self.columns = max(1, min(len(self.cards), (self.width() + GAP) // (LEAST_WIDTH + GAP)))
        lefts = [round(column * (self.width() + GAP) / self.columns) for column in range(self.columns + 1)]
        widths = [right - GAP - left for left, right in pairwise(lefts)]
        height = max(card.heightForWidth(min(widths)) for card in self.cards)
        for index, card in enumerate(self.cards):
            row, column = divmod(index, self.columns)
            card.setGeometry(QRect(lefts[column], row * (height + GAP), widths[column], height))
        rows = -(-len(self.cards) // self.columns)
        self.setMinimumHeight(rows * (height + GAP) - GAP)

    def _move(self, origin: Card, key: Qt.Key) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
        }
        index = self.cards.index(origin) + steps[key]
        if 0 <= index < len(self.cards):
            card = self.cards[index]
            self.reached.emit(card)
            card.setFocus(Qt.FocusReason.TabFocusReason)
