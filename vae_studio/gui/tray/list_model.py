"""The tray's cards as a Qt list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vae_studio.evaluation.typicality import Typicality
from vae_studio.gui.tray.cards import Card, numbers
from vae_studio.gui.tray.words import leading_figure, status_words, tooltip

CARD_ROLE = Qt.ItemDataRole.UserRole
NUMBER_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class CardList(QAbstractListModel):
    """One row for each card; renewed cards keep their rows, so that the selection stays."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self._numbers: dict[int, int] = {}
        self._usual: Typicality | None = None

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards that are shown."""
        return self._cards

    def show_cards(self, cards: tuple[Card, ...], usual: Typicality | None = None) -> None:
        """Show these cards; `usual` is what they are compared with."""
        self._usual = usual
        same_rows = [card.identity for card in cards] == [card.identity for card in self._cards]
        if not same_rows:
            self.beginResetModel()
        self._cards = cards
        self._numbers = numbers(cards)
        if not same_rows:
            self.endResetModel()
        elif cards:
            self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many cards there are."""
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a card, its number, its name or its tooltip."""
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        if role == CARD_ROLE:
            return card
        if role == NUMBER_ROLE:
            return self._numbers.get(card.identity)
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(card)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(card, self._usual)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let cards be dragged out of the window."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled


def spoken(card: Card) -> str:
    """Return what a screen reader says of a card: its name, its figure, and where that lies."""
    figure = " ".join(leading_figure(card))
    return ", ".join(part for part in (card.name, status_words(card), figure, card.range or "") if part)
