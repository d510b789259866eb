"""The figures of a run, as its curves show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

import numpy as np

from vae_studio.evaluation.figures import Figures
from vae_studio.gui.training.marks import Mark, marks_of
from vae_studio.training.events import Adjusted, EpochMetrics, Event, Started, StepMetrics

Points = tuple[np.ndarray, np.ndarray]
"""Epochs and values, float64 ``[N]`` each."""
MOST_RUNNING = 400
"""Points of the first epoch while it is in progress; beyond that every second one is left out."""


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
    """Complete epochs, the points of the epoch in progress, and what was changed on the way."""

    def __init__(self) -> None:
        self._epochs: list[EpochMetrics] = []
        self._running: list[StepMetrics] = []
        self._adjustments: list[Adjusted] = []
        self._columns: dict[str, Points] = {}
        self._steps_per_epoch = 1
        self._planned = 0

    @property
    def planned_epochs(self) -> int:
        """How many epochs the run is meant to have, or has."""
        return max(self._planned, self._epochs[-1].epoch if self._epochs else 0)

    @property
    def epochs(self) -> tuple[EpochMetrics, ...]:
        """The complete epochs, oldest first."""
        return tuple(self._epochs)

    @property
    def last(self) -> EpochMetrics | None:
        """The last complete epoch."""
        return self._epochs[-1] if self._epochs else None

    @property
    def has_validation(self) -> bool:
        """Whether any epoch has figures of the validation split."""
        return any(epoch.validation is not None for epoch in reversed(self._epochs))

    @property
    def adjustments(self) -> tuple[Adjusted, ...]:
        """What was changed while the run was trained, oldest first."""
        return tuple(self._adjustments)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The same, as it stands beside the curves."""
        return marks_of(self._adjustments)

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

    def restart(
        self,
        epochs: Iterable[EpochMetrics] = (),
        planned: int = 0,
        adjustments: Iterable[Adjusted] = (),
    ) -> None:
        """Begin with these epochs."""
        self._set_epochs(list(epochs))
        self._adjustments = list(adjustments)
        self._running = []
        self._planned = planned
        if self._epochs:
            self._steps_per_epoch = max(1, self._epochs[-1].step // self._epochs[-1].epoch)

    def recall(self, epochs: Iterable[EpochMetrics], adjustments: Iterable[Adjusted] = ()) -> None:
        """Put in front what happened before the first event that is known."""
        if self._epochs:
            first_epoch = self._epochs[0].epoch
            epochs = (epoch for epoch in epochs if epoch.epoch < first_epoch)
        if self._adjustments:
            first_step = self._adjustments[0].step
            adjustments = (change for change in adjustments if change.step < first_step)
        running, planned = self._running, self._planned
        self.restart(chain(list(epochs), self._epochs), planned, chain(list(adjustments), self._adjustments))
        self._running = running

    def add(self, event: Event) -> bool:
        """Take an event; return whether the curves change."""
        if isinstance(event, Started):
            self._begin(event)
        elif isinstance(event, StepMetrics):
            self._running.append(event)
            if len(self._running) > MOST_RUNNING:
                self._running = self._running[1::2]
        elif isinstance(event, EpochMetrics):
            self._set_epochs([*(epoch for epoch in self._epochs if epoch.epoch < event.epoch), event])
            self._running = []
        elif isinstance(event, Adjusted):
            self._adjustments.append(event)
        else:
            return False
        return True

    def train(self, figure: str) -> Points:
        """Return one training figure of each epoch, and of the epoch in progress, where it exists."""
        return self._with_running(
            self._column(f"train {figure}", lambda epoch: getattr(epoch.train, figure)),
            lambda step: getattr(step.figures, figure),
        )

    def validation(self, figure: str) -> Points:
        """Return one validation figure of each epoch that has it."""
        return self._column(
            f"validation {figure}",
            lambda epoch: None if epoch.validation is None else getattr(epoch.validation, figure),
        )

    def objective(self) -> Points:
        """Return what was optimised in each epoch: the objective with the strategy's weights and terms."""
        return self._column("objective", lambda epoch: epoch.objective)

    def beta(self) -> Points:
        """Return the effective β of each epoch, and of the epoch in progress.

        Where it is not known, as in runs of older versions, the strategy's weight stands for it.
        """
        return self._with_running(
            self._column("beta", _beta_of),
            lambda step: step.effective_beta,
        )

    def nearest(self, epoch: float) -> EpochMetrics | None:
        """Return the complete epoch nearest to a place on the x axis; None before the first."""
        return min(self._epochs, key=lambda known: abs(known.epoch - epoch), default=None)

    def kl_per_dimension(self) -> tuple[float, ...] | None:
        """Return the latest KL of each latent dimension, nats, where it factorises."""
        if self._running:
            return self._running[-1].figures.kl_per_dimension
        return None if self.last is None else kl_per_dimension_of(self.last)

    def _begin(self, event: Started) -> None:
        self._steps_per_epoch = max(1, event.steps_per_epoch)
        self._planned = event.epochs
        self._running = []
        done = event.step // self._steps_per_epoch
        self._set_epochs([epoch for epoch in self._epochs if epoch.epoch <= done])
        self._adjustments = [change for change in self._adjustments if change.step <= event.step]

    def _set_epochs(self, epochs: list[EpochMetrics]) -> None:
        self._epochs = epochs
        self._columns = {}

    def _column(self, name: str, value: Callable[[EpochMetrics], float | None]) -> Points:
        """Return a figure of the complete epochs, gathered once until there is another epoch."""
        if name not in self._columns:
            self._columns[name] = _points((epoch.epoch, value(epoch)) for epoch in self._epochs)
        return self._columns[name]

    def _with_running(self, column: Points, value: Callable[[StepMetrics], float | None]) -> Points:
        """Return a figure of the complete epochs and of the epoch in progress.

        A figure is a mean over the epoch so far, and so are those of complete epochs, at whose ends they stand.
        Of the first epoch all points are shown. Of a later one the last is: the means over its first steps
        would fall steeply from that of the whole epoch before, and change the curve's shape until it ends.
        """
        if not self._running:
            return column
        shown = self._running[-1:] if self._epochs else self._running
        running = _points((self._position(step), value(step)) for step in shown)
        return np.concatenate([column[0], running[0]]), np.concatenate([column[1], running[1]])

    def _position(self, step: StepMetrics) -> float:
        return step.epoch - 1 + step.epoch_step / self._steps_per_epoch


def kl_per_dimension_of(epoch: EpochMetrics) -> tuple[float, ...] | None:
    """Return the KL of each latent dimension after an epoch, nats, where it factorises."""
    return (epoch.validation or epoch.train).kl_per_dimension


def _beta_of(epoch: EpochMetrics) -> float:
    return epoch.beta if epoch.effective_beta is None else epoch.effective_beta


def _points(points: Iterable[tuple[float, float | None]]) -> Points:
    existing = [(epoch, value) for epoch, value in points if value is not None]
    array = np.asarray(existing, dtype=np.float64).reshape(-1, 2)
    return array[:, 0], array[:, 1]
