"""The course of a run over its epochs, as arrays. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

FIGURES = ("negative_elbo", "reconstruction", "kl")


@dataclass(frozen=True, eq=False)
class RunCurves:
    """Figures after each complete epoch, nats per example; NaN where one does not exist.

    Attributes
    ----------
    epochs
        Which epochs, int ``[E]``.
    train, validation
        float64 ``[E]`` by figure: ``negative_elbo``, ``reconstruction``, ``kl``.
    unit
        Unit of the reconstruction.
    """

    epochs: np.ndarray
    train: Mapping[str, np.ndarray]
    validation: Mapping[str, np.ndarray]
    unit: str = "nats"

    def preferred(self, figure: str) -> np.ndarray:
        """Return a figure of the validation split, or where there is none, of the training split."""
        validation = self.validation[figure]
        return self.train[figure] if np.isnan(validation).all() else validation


def curves_of(history: Sequence[Mapping[str, Any]]) -> RunCurves:
    """Return the curves of a run's history, as :meth:`RunFolder.history` gives it."""
    units = {(record.get("train") or {}).get("unit", "nats") for record in history}
    return RunCurves(
        np.array([record["epoch"] for record in history], np.int64),
        {figure: _column(history, "train", figure) for figure in FIGURES},
        {figure: _column(history, "validation", figure) for figure in FIGURES},
        min(units, default="nats"),
    )


def _column(history: Sequence[Mapping[str, Any]], split: str, figure: str) -> np.ndarray:
    parts = [record.get(split) or {} for record in history]
    values = [part.get(figure) for part in parts]
    return np.array([np.nan if value is None else value for value in values], np.float64)
