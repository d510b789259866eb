"""Work for the GUI thread that is done in turns, so that the window answers in between."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Does one piece of work in each turn of the event loop; what is begun anew replaces what waits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Callable[[], None]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)

    def begin(self, pieces: Sequence[Callable[[], None]]) -> None:
        """Do these, one after another, instead of what still waits."""
        self._waiting = deque(pieces)
        self._timer.start()

    def _next(self) -> None:
        if self._waiting:
            self._waiting.popleft()()
        if not self._waiting:
            self._timer.stop()
