"""When something that answers a request has been painted, seen from the window's own event loop."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget


class PaintWatch(QObject):
    """Tells of each new thing that a widget shows, once it has been painted.

    Parameters
    ----------
    widget
        Which receives the paint events.
    shown
        Returns what the widget shows; compared by identity.
    painted
        Called with that and the time, s of :func:`time.perf_counter`, after the event loop has done with the
        painting, the copy to the screen included.
    """

    def __init__(
        self, widget: QWidget, shown: Callable[[], Any], painted: Callable[[Any, float], None]
    ) -> None:
        super().__init__(widget)
        self._shown, self._painted = shown, painted
        self._last: Any = None
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a paint event of something new."""
        del watched
        if event.type() is QEvent.Type.Paint:
            shown = self._shown()
            if shown is not self._last:
                self._last = shown
                QTimer.singleShot(0, self, lambda: self._painted(shown, time.perf_counter()))
        return False


def wait(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Let the window live until a condition holds.

    Raises
    ------
    RuntimeError
        It does not within so many seconds.
    """
    if condition():
        return
    loop, poll, ends = QEventLoop(), QTimer(), time.perf_counter() + seconds
    poll.setInterval(2)
    poll.timeout.connect(lambda: loop.quit() if condition() or time.perf_counter() > ends else None)
    poll.start()
    loop.exec()
    poll.stop()
    if not condition():
        raise RuntimeError(f"{what} did not happen within {seconds:g} s")


def rest(seconds: float) -> None:
    """Let the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
