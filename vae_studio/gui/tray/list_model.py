"""The tray's cards as a Qt list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vae_studio.gui.figures import decimal
from vae_studio.gui.tray.cards import Card, CardState, Posterior, numbers

CARD_ROLE = Qt.ItemDataRole.UserRole
NUMBER_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class CardList(QAbstractListModel):
    """One row for each card; renewed cards keep their rows, so that the selection stays."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self._numbers: dict[int, int] = {}

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards that are shown."""
        return self._cards

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show these cards."""
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
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return card.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(card)
        return None


def status_words(card: Card) -> str:
    """Return what a card says of itself while it has no figures."""
    return {
        CardState.READING: "Reading…",
        CardState.WAITING: _waiting_words(card),
        CardState.UNREADABLE: "Cannot read file",
        CardState.ENCODED: "",
    }[card.state]


def _waiting_words(card: Card) -> str:
    if card.reason:
        return "Does not fit the model"
    return "Encoding…" if card.example is not None else "Waiting for a model"


def tooltip(card: Card) -> str:
    """Return everything that is known of a card."""
    if card.posterior is None:
        return "\n".join(line for line in (card.name, status_words(card), card.reason) if line)
    posterior = card.posterior
    return "\n".join(
        [
            card.name,
            f"μ  {vector(posterior.loc.tolist(), len(posterior.loc))}",
            f"σ  {vector(posterior.scale.tolist(), len(posterior.scale))}",
            *figure_lines(posterior),
        ]
    )


def leading_figure(posterior: Posterior) -> tuple[str, str]:
    """Return name and value of the figure that tells how well an example is modelled."""
    if posterior.negative_elbo is not None:
        return "−ELBO", decimal(posterior.negative_elbo, 1)
    if posterior.unit == "nats":
        return "−log p", decimal(posterior.distortion, 1)
    return "MSE", decimal(posterior.distortion, 4)


def _reconstruction_line(posterior: Posterior) -> str:
    if posterior.unit == "nats":
        return f"Reconstruction  {decimal(posterior.distortion, 1)} nats"
    return f"Mean squared error  {decimal(posterior.distortion, 5)}"


def figure_lines(posterior: Posterior) -> list[str]:
    """Return the figures of a posterior that exist, a line each."""
    return [
        *(
            []
            if posterior.negative_elbo is None
            else [f"Negative ELBO  {decimal(posterior.negative_elbo, 1)} nats"]
        ),
        _reconstruction_line(posterior),
        *([] if posterior.kl is None else [f"KL  {decimal(posterior.kl, 2)} nats"]),
    ]


def vector(values: list[float], most: int = 2) -> str:
    """Write coordinates with two decimals; what is beyond `most` of them is left out with "…"."""
    shown = ", ".join(decimal(value, 2) for value in values[:most])
    return shown if len(values) <= most else f"{shown}, …"
