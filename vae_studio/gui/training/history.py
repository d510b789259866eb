"""The figures of a run, as its curves show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from vae_studio.evaluation.figures import Figures
from vae_studio.training.events import EpochMetrics, Event, Started, StepMetrics

Points = tuple[np.ndarray, np.ndarray]
"""Epochs and values, float64 ``[N]`` each."""


def epoch_events(history: Iterable[Mapping[str, Any]]) -> tuple[EpochMetrics, ...]:
    """Return the epochs of a run's history as events.

    Entries may hold more than an event does; those of older runs know no effective β.
    """
    known = EpochMetrics.model_fields.keys()
    return tuple(
        EpochMetrics.model_validate({"effective_beta": None, **{k: entry[k] for k in known if k in entry}})
        for entry in history
    )


class History:
    """Complete epochs, and the points of the epoch in progress."""

    def __init__(self) -> None:
        self._epochs: list[EpochMetrics] = []
        self._running: list[StepMetrics] = []
        self._steps_per_epoch = 1
        self._planned = 0

    @property
    def planned_epochs(self) -> int:
        """How many epochs the run is meant to have, or has."""
        return max(self._planned, len(self._epochs))

    @property
    def last(self) -> EpochMetrics | None:
        """The last complete epoch."""
        return self._epochs[-1] if self._epochs else None

    @property
    def figures(self) -> Figures | None:
        """The latest figures of the training examples; None before the first."""
        if self._running:
            return self._running[-1].figures
        return self.last.train if self.last is not None else None

    @property
    def effective_beta(self) -> float | None:
        """The latest effective β; None where there is no KL, or nothing yet."""
        if self._running:
            return self._running[-1].effective_beta
        return self.last.effective_beta if self.last is not None else None

    def restart(self, epochs: Iterable[EpochMetrics] = (), planned: int = 0) -> None:
        """Begin with these epochs."""
        self._epochs = list(epochs)
        self._running = []
        self._planned = planned

    def add(self, event: Event) -> bool:
        """Take an event; return whether the curves change."""
        if isinstance(event, Started):
            self._steps_per_epoch = max(1, event.steps_per_epoch)
            self._planned = event.epochs
            self._running = []
            return True
        if isinstance(event, StepMetrics):
            self._running.append(event)
            return True
        if isinstance(event, EpochMetrics):
            self._epochs = [epoch for epoch in self._epochs if epoch.epoch < event.epoch]
            self._epochs.append(event)
            self._running = []
            return True
        return False

    def train(self, figure: str) -> Points:
        """Return one training figure of each epoch, and of the epoch in progress, where it exists."""
        points = [(float(epoch.epoch), getattr(epoch.train, figure)) for epoch in self._epochs]
        points += [(self._position(step), getattr(step.figures, figure)) for step in self._running]
        return _points(points)

    def validation(self, figure: str) -> Points:
        """Return one validation figure of each epoch that has it."""
        return _points(
            [(epoch.epoch, getattr(epoch.validation, figure)) for epoch in self._epochs if epoch.validation]
        )

    def beta(self) -> Points:
        """Return the effective β of each epoch, and of the epoch in progress.

        Where it is not known, as in runs of older versions, the strategy's weight stands for it.
        """
        points: list[tuple[float, float | None]] = [
            (epoch.epoch, epoch.beta if epoch.effective_beta is None else epoch.effective_beta)
            for epoch in self._epochs
        ]
        points += [(self._position(step), step.effective_beta) for step in self._running]
        return _points(points)

    def kl_per_dimension(self) -> tuple[float, ...] | None:
        """Return the latest KL of each latent dimension, nats, where it factorises."""
        if self._running:
            return self._running[-1].figures.kl_per_dimension
        if self.last is None:
            return None
        return (self.last.validation or self.last.train).kl_per_dimension

    def _position(self, step: StepMetrics) -> float:
        return step.epoch - 1 + step.epoch_step / self._steps_per_epoch


def _points(points: Sequence[tuple[float, float | None]]) -> Points:
    existing = [(epoch, value) for epoch, value in points if value is not None]
    array = np.asarray(existing, dtype=np.float64).reshape(-1, 2)
    return array[:, 0], array[:, 1]
