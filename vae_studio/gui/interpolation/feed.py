"""The path between the two selected cards of the tray."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.worker import Core
from vae_studio.gui.live_feed import LiveFeed
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.tray.cards import Card
from vae_studio.latent.interpolation import Interpolation, PathKind

if TYPE_CHECKING:
    from vae_studio.session import Run

NO_PAIR = -1
Ends = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class InterpolationRequest:
    """Which path is wanted.

    Attributes
    ----------
    first, last
        Identities of the two cards; -1 for none.
    kind
        ``linear`` or ``spherical``.
    steps
        Pictures, both ends among them.
    """

    first: int = NO_PAIR
    last: int = NO_PAIR
    kind: PathKind = "linear"
    steps: int = 11


@dataclass(frozen=True, eq=False)
class ShownInterpolation:
    """A decoded path, what its ends are called, and how much training lies behind it."""

    request: InterpolationRequest
    found: Interpolation
    names: tuple[str, str]
    epoch: int
    metadata: dict[str, object]


class InterpolationFeed(LiveFeed):
    """Decodes the path between two cards; :attr:`arrived` brings :class:`ShownInterpolation`.

    Signals
    -------
    changed
        :attr:`path` is another one.
    """

    changed = Signal()

    def __init__(self, core: Core, desk: RunDesk, parent: QObject | None = None) -> None:
        super().__init__(
            core, desk, "interpolation", InterpolationRequest(), partial(_interpolating, desk), parent
        )
        self._shown: ShownInterpolation | None = None
        self._ends: Ends | None = None
        self.arrived.connect(self._on_arrived)
        self.cleared.connect(self._forget)
        desk.tray.changed.connect(self._on_tray)

    @property
    def request(self) -> InterpolationRequest:
        """What is shown."""
        request: InterpolationRequest = self._request
        return request

    @property
    def shown(self) -> ShownInterpolation | None:
        """The decoded path between the two cards; None while there is none."""
        return self._shown

    @property
    def path(self) -> np.ndarray | None:
        """The points between the two cards, float32 ``[S, L]``; None while there is none."""
        return None if self._shown is None else self._shown.found.z

    def choose(self, pair: tuple[int, int] | None) -> None:
        """Interpolate between two cards, given by their identities, or between none."""
        first, last = pair or (NO_PAIR, NO_PAIR)
        if (first, last) == (self.request.first, self.request.last):
            return
        if {first, last} != {self.request.first, self.request.last}:
            self._forget()
        self.ask(first=first, last=last)

    def renew(self) -> None:
        """Compute for the weights as they are now; the newest request wins."""
        self._ends = _ends(self._desk, self.request)
        self._watched = self._ends is not None
        if not self._watched:
            self._forget()
        super().renew()

    def _on_tray(self) -> None:
        """Follow the two cards: they may be gone, or have been read anew for another run."""
        ends, before = _ends(self._desk, self.request), self._ends
        if ends is None or before is None:
            changed = ends is not before
        else:
            changed = any(one is not other for one, other in zip(ends, before, strict=True))
        if changed:
            self.renew()

    def _on_arrived(self, shown: ShownInterpolation) -> None:
        if self._watched:
            self._shown = shown
            self.changed.emit()

    def _forget(self) -> None:
        if self._shown is not None:
            self._shown = None
            self.changed.emit()


def _ends(desk: RunDesk, request: InterpolationRequest) -> Ends | None:
    """Return the images of the two cards; None where they are not both there, read for the run on screen."""
    cards = {card.identity: card for card in desk.tray.cards}
    first, last = cards.get(request.first), cards.get(request.last)
    if desk.run is None or first is None or last is None or first.example is None or last.example is None:
        return None
    fitting = first.example.shape == last.example.shape == desk.run.data_shape
    return (first.example, last.example) if fitting else None


def _interpolating(
    desk: RunDesk, run: Run, request: InterpolationRequest
) -> Callable[[], ShownInterpolation] | None:
    ends = _ends(desk, request)
    if ends is None:
        return None
    names = (_name(desk.tray.cards, request.first), _name(desk.tray.cards, request.last))
    return lambda: ShownInterpolation(
        request,
        run.interpolate(*ends, request.steps, request.kind),
        names,
        run.complete_epochs,
        run.metadata(),
    )


def _name(cards: tuple[Card, ...], identity: int) -> str:
    return next(card.name for card in cards if card.identity == identity)
