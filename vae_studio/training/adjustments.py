"""What is changed while a run trains: the weight of the KL, and the learning rate. Imports no TensorFlow."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from vae_studio.api import SpecError, TrainingSpec
from vae_studio.api.parameters import describe_parameter

SCHEDULE: Final = "schedule"
"""Hands a value back to its schedule: the KL strategy's, or that of the learning rate."""

Change = float | Literal["schedule"] | None
"""A new value, :data:`SCHEDULE`, or None to leave it as it is."""

LARGEST_WEIGHT = 1e6


@dataclass(frozen=True)
class Adjustments:
    """What holds instead of the schedules.

    Attributes
    ----------
    kl_weight
        Weight β of the KL strategy's penalty; None where its schedule decides.
    learning_rate
        Learning rate; None where its schedule decides.
    """

    kl_weight: float | None = None
    learning_rate: float | None = None

    def changed(self, kl_weight: Change = None, learning_rate: Change = None) -> Adjustments:
        """Return what holds after a change.

        Raises
        ------
        SpecError
            A value that cannot be; names its key.
        """
        changed = self
        if kl_weight is not None:
            value = None if kl_weight == SCHEDULE else _weight(kl_weight)
            changed = replace(changed, kl_weight=value)
        if learning_rate is not None:
            value = None if learning_rate == SCHEDULE else _rate(learning_rate)
            changed = replace(changed, learning_rate=value)
        return changed

    def as_json(self) -> dict[str, float | None]:
        """Return what a checkpoint keeps of it."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any] | None) -> Adjustments:
        """Return what :meth:`as_json` gave; nothing for a checkpoint from before there were any."""
        values = values or {}
        return cls(values.get("kl_weight"), values.get("learning_rate"))


def adjustment_words(records: list[dict[str, Any]]) -> list[str]:
    """Return a sentence for each recorded change of a run, in the order in which they were made.

    Parameters
    ----------
    records
        ``Adjusted`` events in JSON, oldest first.
    """
    before = Adjustments()
    sentences = []
    for record in records:
        after = Adjustments.from_json(record)
        parts = _changes("KL weight", before.kl_weight, after.kl_weight)
        parts += _changes("learning rate", before.learning_rate, after.learning_rate)
        before = after
        if parts:
            epochs = f"{float(record['epoch']):.2f}".rstrip("0").rstrip(".")
            sentences.append(f"After {epochs} epochs (step {int(record['step'])}): {', '.join(parts)}.")
    return sentences


def _changes(words: str, before: float | None, after: float | None) -> list[str]:
    if before == after:
        return []
    return [f"{words} back to its schedule" if after is None else f"{words} set to {after:g}"]


def _weight(value: float) -> float:
    if not (math.isfinite(value) and 0.0 <= value <= LARGEST_WEIGHT):
        raise SpecError(f"The KL weight must be a number from 0 to {LARGEST_WEIGHT:,.0f}, not {value:g}.")
    return float(value)


def _rate(value: float) -> float:
    largest = float(describe_parameter(TrainingSpec, "learning_rate").maximum or math.inf)
    if not (math.isfinite(value) and 0.0 < value <= largest):
        raise SpecError(f"must be above 0 and at most {largest:g}, not {value:g}", "training.learning_rate")
    return float(value)
