"""Where a run was changed on its way, as it stands beside the curves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vae_studio.training.events import Adjusted


@dataclass(frozen=True)
class Mark:
    """One change of a run in progress.

    Attributes
    ----------
    position
        Where on the axis of epochs: 2.5 is the middle of the third epoch.
    words
        What was changed, such as ``KL weight 2``.
    """

    position: float
    words: str


def marks_of(adjustments: Iterable[Adjusted]) -> tuple[Mark, ...]:
    """Return the marks of changes, each with the words of what it changed."""
    marks = []
    weight, rate = None, None
    for change in adjustments:
        words = []
        if change.kl_weight != weight:
            weight = change.kl_weight
            words.append("KL weight by schedule" if weight is None else f"KL weight {weight:.4g}")
        if change.learning_rate != rate:
            rate = change.learning_rate
            words.append("learning rate by schedule" if rate is None else f"learning rate {rate:.4g}")
        if words:
            text = ", ".join(words)
            marks.append(Mark(change.epoch, text[0].upper() + text[1:]))
    return tuple(marks)
