"""Work on the core thread that takes long: done in steps, between which other jobs run."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from vae_studio.gui.core.bounded_cost import BoundedCost
from vae_studio.gui.core.worker import Core

Steps: TypeAlias = Generator[tuple[int, int], None, Any]
"""Yields how much is done, and of how much; returns the result. Runs on the core thread alone."""


class LongJob(QObject):
    """At most one piece of work at a time: a newer one, or :meth:`cancel`, ends the one before.

    Each step is a job of its own, so that training, decoding and Pause wait for one step at most. Where it is
    to be sparing it also rests after each step, in proportion to what the steps cost.

    Parameters
    ----------
    core
        Where it runs.
    key
        Name of its jobs.

    Signals
    -------
    progressed
        How much is done, of how much.
    """

    progressed = Signal(int, int)

    def __init__(self, core: Core, key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._key = key
        self._steps: Steps | None = None
        self._held = False
        self._next: Callable[[], None] | None = None
        self._sparing = False
        self._cost = BoundedCost()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._resume)

    @property
    def running(self) -> bool:
        """Whether something is under way."""
        return self._steps is not None

    def start(self, steps: Steps, done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        """Begin work; `done` or `failed` is called when it has ended, unless it is cancelled."""
        self._steps = steps
        self._go_on(steps, done, failed)

    def hold(self, held: bool) -> None:
        """Begin no step for a while, what is under way included; with False go on."""
        self._held = held
        self._resume()

    def spare(self, sparing: bool) -> None:
        """Take 3 % of the time at most, as long as a run trains beside it; with False go on at once."""
        self._sparing = sparing
        if not sparing:
            self._rest.stop()
            self._resume()

    def cancel(self) -> None:
        """Let the work be; the step in progress ends for nothing."""
        self._steps = None
        self._next = None

    def _go_on(self, steps: Steps, done: Callable[[Any], None], failed: Callable[[Exception], None]) -> None:
        if self._held or self._rest.isActive():
            self._next = partial(self._go_on, steps, done, failed)
            return
        self._core.submit(
            partial(_step, steps),
            lambda outcome: self._on_step(steps, outcome, done, failed),
            lambda error: self._on_failed(steps, error, failed),
            key=self._key,
        )

    def _on_step(
        self, steps: Steps, outcome: Any, done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        finished, value, seconds = outcome
        self._cost.took(seconds)
        if self._sparing:
            self._rest.start(self._cost.wait(0))
        if steps is not self._steps:
            return
        if finished:
            self._steps = None
            done(value)
            return
        self.progressed.emit(*value)
        if steps is self._steps:  # whoever was told may have cancelled
            self._go_on(steps, done, failed)

    def _resume(self) -> None:
        waiting, self._next = self._next, None
        if waiting is not None:
            waiting()

    def _on_failed(self, steps: Steps, error: Exception, failed: Callable[[Exception], None]) -> None:
        if steps is self._steps:
            self._steps = None
            failed(error)


def _step(steps: Steps) -> tuple[bool, Any, float]:
    """Do one step; return whether it was the last one, the result or the progress, and the seconds it took."""
    began = time.perf_counter()
    try:
        return False, next(steps), time.perf_counter() - began
    except StopIteration as end:
        return True, end.value, time.perf_counter() - began
