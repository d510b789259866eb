"""Python's garbage collector, kept on the GUI thread.

The collector runs on whichever thread happens to allocate, and destroys there what it finds. Qt objects
must be destroyed on the thread that they live on: a cycle through a widget that is found while
TensorFlow allocates on the core thread would bring the program down.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 50
"""Often, because a collection walks what was made since the one before: much, while a model is traced."""
YOUNG_BEFORE_MIDDLE = 3
"""Collections of the youngest objects before one of those that survived them."""
FULL_INTERVAL = 60.0
"""Least seconds between two full collections: each walks everything made since the last freeze."""


class GuiCollector(QObject):
    """While it is on, garbage is collected by a timer of the GUI thread and nowhere else."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._full_at = 0.0
        self._was_enabled = False
        self._held = False
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Put the automatic collector aside."""
        if not self._timer.isActive():
            self._was_enabled = gc.isenabled()
            gc.disable()
            self._full_at = self._clock() + FULL_INTERVAL
            self._timer.start()

    def hold(self, held: bool) -> None:
        """Collect nothing for a while: an import makes a million objects and hardly any garbage."""
        self._held = held

    def stop(self) -> None:
        """Let the automatic collector run again, if it did before."""
        if self._timer.isActive():
            self._timer.stop()
            if self._was_enabled:
                gc.enable()

    def collect(self) -> None:
        """Collect the oldest generation that is full, and all of them once a minute at most."""
        if self._held:
            return
        counts, thresholds = gc.get_count(), gc.get_threshold()
        if counts[2] > thresholds[2] and self._clock() >= self._full_at:
            self._full_at = self._clock() + FULL_INTERVAL
            gc.collect()
        elif counts[1] >= YOUNG_BEFORE_MIDDLE:
            gc.collect(1)
        elif counts[0] > thresholds[0]:
            gc.collect(0)
