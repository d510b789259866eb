"""log p(x) of the tray's images and of the validation images beside them, measured in small pieces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from vae_studio.api import SpecError
from vae_studio.evaluation.typicality import Typicality
from vae_studio.gui.core.worker import Core

if TYPE_CHECKING:
    from vae_studio.session import Run

SAMPLES = 200
"""Importance samples for each image, K."""
REFERENCE = 500
REFERENCE_TRAINING = 100
"""Validation images at most; fewer while their likelihoods change with every step anyway."""
PIECE_SECONDS = 0.05
SHARE, FIRST_SHARE = 0.01, 0.1
"""Part of the time that pieces may take from training; more until there is a first comparison."""
FIRST_PAUSE_MS = 1000
"""Pause after the first piece, most of which goes into making the graph, once for each run."""
LONGEST_SECONDS = 30
LEAST_REFERENCE = 30
"""After so many seconds, and so many validation images, the others are left off."""
FIRST_PIECE = 4
LARGEST_PIECE = 50


@dataclass
class _Pass:
    """One round of measurements, all meant for the same weights."""

    weights: int
    reference: np.ndarray
    found: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def compared(self) -> bool:
        """Whether the validation images are measured, or enough of them where they take long."""
        late = self.seconds > LONGEST_SECONDS and len(self.found) >= LEAST_REFERENCE
        return late or len(self.found) >= len(self.reference)


class CardLikelihoods(QObject):
    """Keeps log p̂(x) of the cards up to date, and what is usual for validation images.

    The work goes through the core thread in pieces of about 50 ms, the cards first. While training the
    pieces are spaced out, so that they take a hundredth of the time (a tenth until there is a first
    comparison), and a round that has begun is brought to its end before another follows.

    Signals
    -------
    changed
        There are new values, or it has turned out that there can be none.
    failed
        The exception of a measurement.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._run: Run | None = None
        self._weights = 0
        self._cards: dict[int, np.ndarray] = {}
        self._values: dict[int, tuple[int, float]] = {}
        self._reference = np.zeros(0)
        self._typicality: Typicality | None = None
        self._typical_of = (-1, 0)
        self._refused = False
        self._is_warm = False
        self._training = False
        self._busy = False
        self._pass: _Pass | None = None
        self._size = FIRST_PIECE
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)

    @property
    def training(self) -> bool:
        """Whether the weights are being trained."""
        return self._training

    @property
    def measurable(self) -> bool:
        """Whether the run has a likelihood, as far as is known."""
        return not self._refused

    @property
    def typicality(self) -> Typicality | None:
        """What is usual for validation images; None until they are measured.

        While training it is of earlier weights; otherwise it is None until it is of those there are.
        """
        return self._typicality if self._training or self._typical_of[0] == self._weights else None

    @property
    def comparing(self) -> bool:
        """Whether validation images are there and still to be measured."""
        return self.typicality is None and len(self._reference) > 0 and not self._refused

    def surprise(self, identity: int) -> float | None:
        """Return −log p̂(x) of a card's image, nats; None until it is measured.

        While training it may be of earlier weights, see :meth:`is_stale`; otherwise that counts as none.
        """
        known = self._values.get(identity)
        return None if known is None or (self.is_stale(identity) and not self._training) else -known[1]

    def is_stale(self, identity: int) -> bool:
        """Return whether what is known of a card's image was measured with earlier weights."""
        known = self._values.get(identity)
        return known is not None and known[0] != self._weights

    def set_run(self, run: Run | None) -> None:
        """Measure with another run; what is known of the one before holds no more."""
        self._run = run
        self._cards, self._values = {}, {}
        self._reference = np.zeros(0)
        self._typicality, self._typical_of = None, (-1, 0)
        self._refused, self._pass, self._is_warm = False, None, False

    def set_reference(self, examples: np.ndarray) -> None:
        """Compare with these stored validation images, ``[n, *data_shape]``, in any order: some may do."""
        self._reference = examples[np.random.default_rng(0).permutation(len(examples))]
        self.changed.emit()
        self._begin()

    def set_training(self, training: bool) -> None:
        """Take little of the time while training."""
        if training != self._training:
            self._training = training
            self.changed.emit()

    def measure(self, weights: int, cards: Mapping[int, np.ndarray]) -> None:
        """Bring the likelihoods of stored images, by the identity of their cards, up to date.

        Parameters
        ----------
        weights
            A number that changes whenever the weights do.
        cards
            The images, ``[*data_shape]`` each.
        """
        self._weights = weights
        self._cards = dict(cards)
        self._values = {identity: value for identity, value in self._values.items() if identity in cards}
        self._begin()

    def _begin(self) -> None:
        """Start a round, unless one is on its way that should come to its end."""
        current = self._pass
        if current is None or not (self._training or current.weights == self._weights):
            self._pass = _Pass(self._weights, self._wanted_reference())
        self._go_on()

    def _wanted_reference(self) -> np.ndarray:
        """Return the validation images that are still to be measured for the weights as they are."""
        most = REFERENCE_TRAINING if self._training else REFERENCE
        chosen = self._reference[:most]
        return chosen[:0] if self._typical_of == (self._weights, len(chosen)) else chosen

    def _go_on(self) -> None:
        """Submit the next piece, unless one is on its way or nothing is left."""
        run, current = self._run, self._pass
        if run is None or current is None or self._refused or self._busy or self._pause.isActive():
            return
        due = [one for one in self._cards if self._values.get(one, (-1, 0.0))[0] != current.weights]
        if due:
            due = due[: self._size]
            self._submit(run, current, np.stack([self._cards[one] for one in due]), due)
        elif self._cards and not current.compared:
            first = len(current.found)
            self._submit(run, current, current.reference[first : first + self._size], [])
        else:
            self._end(current)

    def _submit(self, run: Run, current: _Pass, examples: np.ndarray, identities: list[int]) -> None:
        self._busy = True

        def work() -> tuple[np.ndarray, float]:
            start = perf_counter()
            return run.log_likelihood(examples, SAMPLES), perf_counter() - start

        self._core.submit(
            work,
            lambda found: self._take(run, current, identities, *found),
            lambda error: self._refuse(run, error),
        )

    def _take(self, run: Run, current: _Pass, identities: list[int], found: np.ndarray, seconds: float) -> None:
        self._busy = False
        affordable = 1 + int(len(found) * PIECE_SECONDS / max(seconds, 1e-6))
        self._size = min(LARGEST_PIECE, 2 * self._size, affordable)
        if run is self._run:
            if identities:
                there = [(one, float(value)) for one, value in zip(identities, found, strict=True)]
                self._values.update((one, (current.weights, value)) for one, value in there)
                self.changed.emit()
            else:
                current.found.extend(float(value) for value in found)
                current.seconds += seconds
        if self._training:
            share = FIRST_SHARE if self._typicality is None else SHARE
            self._pause.start(round(1000 * seconds * (1 / share - 1)) if self._is_warm else FIRST_PAUSE_MS)
        self._is_warm = True
        self._go_on()

    def _end(self, current: _Pass) -> None:
        """Take what the round says of the validation images, and begin another where the weights went on."""
        self._pass = None
        if len(current.found):
            self._typicality = Typicality.of(np.array(current.found))
            self._typical_of = (current.weights, len(current.reference))
            self.changed.emit()
        if self._cards and (current.weights != self._weights or len(self._wanted_reference())):
            self._begin()

    def _refuse(self, run: Run, error: Exception) -> None:
        self._busy = False
        if run is not self._run:
            self._go_on()
            return
        self._refused = True
        if not isinstance(error, SpecError):
            self.failed.emit(error)
        self.changed.emit()
