"""The latest figures of a run's splits, and how they are measured while it trains."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vae_studio.evaluation.figures import Figures
from vae_studio.evaluation.split_figures import SplitFigures
from vae_studio.training.events import Event, PhaseStarted
from vae_studio.training.material import Material
from vae_studio.training.reports import effective_beta, figures_of, recorded_figures, require_finite

LONG = 1.0
"""Seconds from which on measuring the validation split is told as a phase of its own."""


class Measurements:
    """What is known of each split: at first what the run's history says.

    Parameters
    ----------
    material
        The splits, and what measures them.
    emit
        Receives the phases.
    drain
        Called between two batches.

    Attributes
    ----------
    train, validation, test
        Figures of each split; None where there are none yet.
    effective_beta
        Of the last complete epoch.
    """

    def __init__(self, material: Material, emit: Callable[[Event], None], drain: Callable[[], None]) -> None:
        self._material = material
        self._emit = emit
        self._drain = drain
        history = material.folder.history()
        self.train: Figures | None = recorded_figures(history, "train")
        self.validation: Figures | None = recorded_figures(history, "validation")
        self.test: Figures | None = None
        self.effective_beta: float | None = history[-1].get("effective_beta") if history else None

    def take_training(self, means: np.ndarray) -> Figures:
        """Take the means over an epoch's steps, in the order of ``CallResult.last``, and return the figures."""
        self.train = figures_of(means, self._material.engine.vae.reconstruction_unit)
        self.effective_beta = effective_beta(means)
        return self.train

    def validate(self, epoch: int, expected: float | None) -> SplitFigures | None:
        """Measure the validation split, where there is one.

        Parameters
        ----------
        epoch
            The epoch that is complete.
        expected
            Seconds that it will take; None where that is not known, as for the first time, which compiles.

        Raises
        ------
        TrainingError
            A figure is no number any more.
        """
        if not len(self._material.validation):
            return None
        told = expected is None or expected > LONG
        if told:
            self._emit(PhaseStarted(phase="evaluating", detail="Measuring the validation split"))
        measured = self._measure(self._material.validation, "validation")
        self.validation = require_finite(measured.mean(), "validation", epoch)
        if told:
            self._emit(PhaseStarted(phase="training"))
        return measured

    def measure_test(self, epoch: int) -> None:
        """Measure the test split, where there is one, after the last epoch.

        Raises
        ------
        TrainingError
            A figure is no number any more.
        """
        if len(self._material.test):
            self._emit(PhaseStarted(phase="evaluating", detail="Measuring the test split"))
            self.test = require_finite(self._measure(self._material.test, "test").mean(), "test", epoch)

    def _measure(self, indices: np.ndarray, purpose: str) -> SplitFigures:
        return self._material.meter.measure(self._material.examples, indices, purpose, self._drain)
