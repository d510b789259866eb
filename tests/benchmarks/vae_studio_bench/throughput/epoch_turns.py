"""Taking a turn by the events of a whole run: it is measured from the end of one epoch to that of another.

What a run does at the end of an epoch, which is to measure the validation split, write figures, checkpoint
and weights, then counts in full, and no epoch's end is counted twice or left out.
"""

from __future__ import annotations

from typing import Any

from vae_studio_bench.throughput.turns import CountedTurn, TimedTurn

VALIDATION = 0.1
"""The share that the studio keeps by default."""


class EpochTurns:
    """What a contestant that is a whole run knows of itself, by its events.

    Attributes
    ----------
    parameters
        Numbers that training changes; 0 before the run has started.
    negative_elbo
        Nats per example of the validation split, after the last epoch.
    paused
        Whether the run waits.
    """

    def __init__(self) -> None:
        self.parameters = 0
        self.negative_elbo = float("nan")
        self.paused = False
        self._step = 0
        self._turn: CountedTurn | TimedTurn | None = None

    def begin(self, turn: CountedTurn | TimedTurn) -> None:
        """Take the next turn."""
        self._turn = turn

    def is_over(self, event: Any) -> bool:
        """Take note of an event, and return whether the turn is over with it.

        Raises
        ------
        RuntimeError
            The run has ended.
        """
        if event.type == "finished":
            raise RuntimeError(f"The training ended too early: {event.message or event.status}")
        if event.type == "started":
            self.parameters = event.parameters
        elif event.type in ("paused", "resumed"):
            self.paused = event.type == "paused"
        elif event.type == "epoch":
            return self._count(event)
        return False

    def _count(self, event: Any) -> bool:
        self.negative_elbo = event.validation.negative_elbo
        steps, self._step = event.step - self._step, event.step
        if self._turn is None or not self._turn.over(steps):
            return False
        self._turn = None
        return True
