"""The tray's state: its cards, and how they are read and encoded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from vae_studio.api import StudioError
from vae_studio.gui.core.bounded_cost import ASIDE, BoundedCost
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.drops import ImageSource
from vae_studio.gui.tray.cards import Card, CardState, Posterior, posteriors
from vae_studio.gui.tray.likelihoods import CardLikelihoods
from vae_studio.gui.tray.reading import Expansion, Target, expand, read

if TYPE_CHECKING:
    from vae_studio.session import Run

RENEW_MS = 500
NO_PICTURES = "The model is one of tables: a picture does not fit it."
Reconstruction: TypeAlias = Literal["mean", "draw"]


class Tray(QObject):
    """Images from outside, encoded by the current run as soon as there is one.

    Attributes
    ----------
    likelihoods
        log p̂(x) of the images, measured after they are encoded.

    Signals
    -------
    changed
        Cards came, went or were renewed.
    remarked
        A sentence about what was dropped.
    failed
        The exception of an encoding that could not be computed.
    """

    changed = Signal()
    remarked = Signal(str)
    failed = Signal(object)

    def __init__(self, core: Core, short_jobs: ShortJobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._jobs = short_jobs
        self._cards: tuple[Card, ...] = ()
        self._run: Run | None = None
        self._reconstruction: Reconstruction = "mean"
        self._draws = 0
        self._weights = 0
        self.likelihoods = CardLikelihoods(core, self)
        self.likelihoods.changed.connect(self._on_measured)
        self.likelihoods.failed.connect(self.failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._encode_anew)
        self._cost = BoundedCost(ASIDE)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards, in the order in which they were added."""
        return self._cards

    @property
    def reconstruction(self) -> Reconstruction:
        """What is shown beside each image."""
        return self._reconstruction

    def show_reconstruction(self, reconstruction: Reconstruction) -> None:
        """Show decoded means, or draws from p(x|z) with z drawn from q(z|x); others at each call."""
        self._reconstruction = reconstruction
        self._draws += 1
        self._encode()

    @property
    def readable(self) -> int:
        """How many cards bear a number."""
        return sum(card.state is not CardState.UNREADABLE for card in self._cards)

    def add(self, sources: Sequence[ImageSource]) -> None:
        """Add image files, the images of folders, and pixels."""
        self._jobs.submit(lambda: expand(sources), self._append, self.failed.emit)

    def remove(self, identities: Iterable[int]) -> None:
        """Take cards out."""
        gone = set(identities)
        self._replace(tuple(card for card in self._cards if card.identity not in gone))

    def clear(self) -> None:
        """Take every card out."""
        self._replace(())

    def put_back(self, cards: Sequence[Card]) -> None:
        """Put cards back that were taken out, where they were among the others: in order of their coming."""
        there = {card.identity for card in self._cards}
        # There may be another run since, of which what these cards say does not hold.
        back = [_unread(card) for card in cards if card.identity not in there]
        self._replace(tuple(sorted((*self._cards, *back), key=lambda card: card.identity)))
        for card in back:
            self._read(card)

    def set_run(self, run: Run | None) -> None:
        """Encode with another run; images are read again where its dataset differs."""
        before, self._run = self._target(), run
        self._weights += 1
        self._cost.forget()
        self.likelihoods.set_run(run)
        self._replace(tuple(_unmeasured(card) for card in self._cards))
        if self._target() is None:
            self._replace(tuple(_without_posterior(card, self._unfit) for card in self._cards))
            for card in self._cards:
                if card.picture is None:
                    self._read(card)  # what is on its way was meant for the run before
            return
        for card in self._cards:
            if before != self._target() or card.example is None:
                self._read(card)
        self._encode()

    def renew(self) -> None:
        """Encode again, the weights having changed: at most twice a second, while training less often."""
        wait = self._cost.wait(RENEW_MS) if self.likelihoods.training else RENEW_MS
        if self._cards and not 0 <= self._timer.remainingTime() <= wait:
            self._timer.start(wait)

    def _target(self) -> Target | None:
        run = self._run
        if run is None or len(run.data_shape) != 3:
            return None
        return Target(run.data_shape, run.spec.data)

    @property
    def _unfit(self) -> str:
        """Why the run can encode no picture; empty where it can, or there is none."""
        return NO_PICTURES if self._run is not None and self._target() is None else ""

    def _append(self, expansion: Expansion) -> None:
        self._replace((*self._cards, *expansion.cards))
        for card in expansion.cards:
            self._read(card)
        for remark in expansion.remarks:
            self.remarked.emit(remark)

    def _read(self, card: Card) -> None:
        if card.state is CardState.UNREADABLE:
            return
        target = self._target()
        self._jobs.submit(
            lambda: read(card.source, target),
            lambda images: self._take_images(card.identity, target, *images),
            lambda error: self._refuse(card.identity, error),
        )

    def _take_images(
        self, identity: int, target: Target | None, picture: np.ndarray, example: np.ndarray | None
    ) -> None:
        if target != self._target():
            return  # it is being read again for another run
        self._update(
            identity,
            lambda card: replace(
                card, picture=picture, example=example, state=CardState.WAITING, reason=self._unfit
            ),
        )
        self._encode()

    def _refuse(self, identity: int, error: Exception) -> None:
        reason = str(error)
        self._update(identity, lambda card: replace(card, state=CardState.UNREADABLE, reason=reason))
        if not isinstance(error, StudioError):
            self.failed.emit(error)

    def _encode_anew(self) -> None:
        self._weights += 1
        self._encode()

    def _encode(self) -> None:
        run = self._run
        cards = [card for card in self._cards if card.example is not None]
        if run is None or self._target() is None or not cards:
            return
        examples = np.stack([card.example for card in cards if card.example is not None])
        identities = [card.identity for card in cards]
        seed = self._draws if self._reconstruction == "draw" else None
        self._core.submit(
            lambda: _encoded(run, examples, seed),
            partial(self._take_posteriors, run, identities),
            self.failed.emit,
            key="tray",
        )

    def _take_posteriors(
        self, run: Run, identities: list[int], encoded: tuple[tuple[Posterior, ...], float]
    ) -> None:
        if run is not self._run:
            return
        found, seconds = encoded
        self._cost.took(seconds)
        by_identity = dict(zip(identities, found, strict=True))
        examples = {card.identity: card.example for card in self._cards if card.example is not None}
        self.likelihoods.measure(self._weights, examples)
        # Likelihoods of earlier weights go together with the coordinates of these.
        cards = (_with_posterior(card, by_identity.get(card.identity)) for card in self._cards)
        self._replace(tuple(_measured(card, self.likelihoods) for card in cards))

    def _on_measured(self) -> None:
        self._replace(tuple(_measured(card, self.likelihoods) for card in self._cards))

    def _update(self, identity: int, change: Callable[[Card], Card]) -> None:
        self._replace(tuple(change(card) if card.identity == identity else card for card in self._cards))

    def _replace(self, cards: tuple[Card, ...]) -> None:
        self._cards = cards
        self.changed.emit()


def _encoded(run: Run, examples: np.ndarray, seed: int | None) -> tuple[tuple[Posterior, ...], float]:
    """Encode examples, and return with them how long that took, s; with a seed, draws are shown."""
    began = perf_counter()
    shown = None if seed is None else run.reconstruct(examples, show="draw", latent="draw", seed=seed)
    found = posteriors(run.encode(examples), shown)
    return found, perf_counter() - began


def _with_posterior(card: Card, posterior: Posterior | None) -> Card:
    return card if posterior is None else replace(card, posterior=posterior, state=CardState.ENCODED)


def _without_posterior(card: Card, reason: str) -> Card:
    if card.state is CardState.UNREADABLE:
        return card
    waiting = CardState.WAITING if card.state is CardState.ENCODED else card.state
    return replace(card, posterior=None, example=None, state=waiting, reason=reason)


def _unread(card: Card) -> Card:
    """Return a card as it was when it came; one that could not be read stays what it is."""
    if card.state is CardState.UNREADABLE:
        return card
    return _unmeasured(replace(card, state=CardState.READING, posterior=None, example=None, reason=""))


def _unmeasured(card: Card) -> Card:
    return replace(card, measurable=True, surprise=None, stale=False, range=None, comparing=False)


def _measured(card: Card, likelihoods: CardLikelihoods) -> Card:
    """Return a card with what is known of its likelihood."""
    surprise, usual = likelihoods.surprise(card.identity), likelihoods.typicality
    found = None if surprise is None or usual is None else usual.range_of(surprise)
    comparing = found is None and surprise is not None and likelihoods.comparing
    return replace(
        card,
        measurable=likelihoods.measurable,
        surprise=surprise,
        stale=surprise is not None and likelihoods.is_stale(card.identity),
        range=found,
        comparing=comparing,
    )
