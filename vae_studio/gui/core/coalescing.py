"""Which of a run's events cross to the window, and when."""

from __future__ import annotations

import threading

from vae_studio.training.events import EpochMetrics, Event, Finished, StepMetrics


class CoalescedEvents:
    """Events between two threads: step metrics thinned to the newest, everything else kept in order.

    Parameters
    ----------
    step_interval
        Least time between two step metrics that leave, in seconds.
    """

    def __init__(self, step_interval: float) -> None:
        self._step_interval = step_interval
        self._lock = threading.Lock()
        self._events: list[Event] = []
        self._step: StepMetrics | None = None
        self._next_step_at = float("-inf")

    def add(self, event: Event) -> bool:
        """Keep an event; return whether the other thread must be woken for it."""
        with self._lock:
            woken = bool(self._events)
            if isinstance(event, StepMetrics):
                woken = woken or self._step is not None
                self._step = event
            else:
                if isinstance(event, EpochMetrics | Finished):
                    self._step = None  # overtaken: it would take the progress back
                self._events.append(event)
            return not woken

    def take(self, now: float) -> tuple[list[Event], float | None]:
        """Remove what may leave at the time `now`, in seconds of a monotonic clock.

        Returns
        -------
        events
            In the order in which they were added, step metrics last.
        wait
            Seconds after which the step metrics that stayed may leave, or None when nothing stayed.
        """
        with self._lock:
            events, self._events = self._events, []
            if self._step is None:
                return events, None
            if now < self._next_step_at:
                return events, self._next_step_at - now
            events.append(self._step)
            self._step = None
            self._next_step_at = now + self._step_interval
            return events, None
