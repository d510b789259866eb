"""Which cards of the tray are selected and pointed at: the same in the tray, the grid and the scatter."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """Identities of cards, in the order in which they were chosen.

    Signals
    -------
    changed
        The selection is another one, or in another order.
    pointed_changed
        The pointer is on another card, or on its pin; its identity, or −1.
    """

    changed = Signal()
    pointed_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[int, ...] = ()
        self._pointed = -1

    @property
    def cards(self) -> tuple[int, ...]:
        """The identities of the selected cards, the one chosen first in front."""
        return self._cards

    @property
    def pair(self) -> tuple[int, int] | None:
        """The two selected cards in the order of choice; None unless exactly two are selected."""
        return (self._cards[0], self._cards[1]) if len(self._cards) == 2 else None

    def __contains__(self, identity: int) -> bool:
        return identity in self._cards

    def choose(self, identities: Iterable[int]) -> None:
        """Select these cards and no others; those that were selected before keep their order, in front."""
        wanted = list(dict.fromkeys(identities))
        kept = [identity for identity in self._cards if identity in wanted]
        self._set((*kept, *(identity for identity in wanted if identity not in kept)))

    def toggle(self, identity: int, extend: bool = False) -> None:
        """Select one card alone; with `extend`, add it to the others, or take it out where it is among them."""
        if not extend:
            self._set((identity,))
        elif identity in self._cards:
            self._set(tuple(known for known in self._cards if known != identity))
        else:
            self._set((*self._cards, identity))

    def swap(self) -> None:
        """Reverse the order."""
        self._set(self._cards[::-1])

    def clear(self) -> None:
        """Select nothing."""
        self._set(())

    def keep(self, existing: Iterable[int]) -> None:
        """Let go of cards that exist no more."""
        known = set(existing)
        if self._pointed not in known:
            self.point(-1)
        self._set(tuple(identity for identity in self._cards if identity in known))

    @property
    def pointed(self) -> int:
        """Identity of the card under the pointer, or whose pin is; −1 for none."""
        return self._pointed

    def point(self, identity: int) -> None:
        """Say which card the pointer is on; −1 for none."""
        if identity != self._pointed:
            self._pointed = identity
            self.pointed_changed.emit(identity)

    def _set(self, cards: tuple[int, ...]) -> None:
        if cards != self._cards:
            self._cards = cards
            self.changed.emit()
