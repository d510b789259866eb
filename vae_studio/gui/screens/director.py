"""Plays a scene in the window, step by step, whenever what the next step waits for has come about."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from vae_studio.api import OutputError

Wait: TypeAlias = "tuple[str, Callable[[], bool]]"
"""What is waited for, in words, and whether it has come about."""
Scene: TypeAlias = "Iterator[Wait]"
TICK_MS = 50
LONGEST_WAIT = 300.0


class Director(QObject):
    """Goes on with a scene from the window's own event loop.

    Parameters
    ----------
    scene
        Yields what it waits for.
    clock
        Seconds.

    Signals
    -------
    ended
        None where the scene was played to its end, else the exception that ended it.
    """

    ended = Signal(object)

    def __init__(
        self, scene: Scene, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._scene = scene
        self._clock = clock
        self._wait: Wait | None = None
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin."""
        self._timer.start()

    def _tick(self) -> None:
        try:
            if self._wait is None or self._wait[1]():
                self._wait = next(self._scene)
                self._since = self._clock()
            elif self._clock() - self._since > LONGEST_WAIT:
                self._end(OutputError(f"Waited in vain until {self._wait[0]}."))
        except StopIteration:
            self._end(None)
        except Exception as error:  # noqa: BLE001 (whatever ends the scene is told to whoever ordered it)
            self._end(error)

    def _end(self, error: Exception | None) -> None:
        self._timer.stop()
        self.ended.emit(error)
