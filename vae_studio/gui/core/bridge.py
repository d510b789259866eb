"""The bridge over which a run's events reach the GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from vae_studio.gui.core.coalescing import CoalescedEvents
from vae_studio.training.events import Event

STEPS_PER_SECOND = 30


class EventBridge(QObject):
    """Takes events from the core thread and delivers them on the GUI thread.

    One wake-up is under way at a time, however many events are emitted; step metrics arrive at most
    thirty times a second, all other events arrive.

    Signals
    -------
    arrived
        One :class:`~vae_studio.training.events.Event`, on the GUI thread.
    """

    arrived = Signal(object)
    _wake = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._events = CoalescedEvents(1 / STEPS_PER_SECOND)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._deliver)
        self._wake.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def send(self, event: Event) -> None:
        """Send an event across; may be called from any thread."""
        if self._events.add(event):
            self._wake.emit()

    @Slot()
    def _deliver(self) -> None:
        events, wait = self._events.take(self._clock())
        if wait is not None and not self._timer.isActive():
            self._timer.start(max(1, round(wait * 1000)))
        for event in events:
            self.arrived.emit(event)
