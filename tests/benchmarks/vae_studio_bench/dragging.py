"""Moving the mouse over the latent grid sixty times a second, and how long each move waits for its picture."""

from __future__ import annotations

import math
import time
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

MOVES_PER_SECOND = 60
SWING = 0.22
"""How far the mouse goes to either side, as a share of the plot's shorter side."""


class Latencies:
    """Times from each move to the picture that answers it or a later one, s.

    Attributes
    ----------
    seconds
        One for each move that was answered, in order.
    pictures
        Pictures that answered anything.
    """

    def __init__(self) -> None:
        self._open: list[tuple[float, Any]] = []
        self.seconds: list[float] = []
        self.pictures = 0

    def asked(self, when: float, wanted: Any) -> None:
        """Note a move and what it asked for; one that asks for nothing new waits for nothing."""
        if not self._open or self._open[-1][1] != wanted:
            self._open.append((when, wanted))

    def answered(self, wanted: Any, when: float) -> None:
        """Note a picture of what was asked for."""
        places = [place for place, (since, asked) in enumerate(self._open) if asked == wanted and since < when]
        if not places:
            return
        self.pictures += 1
        self.seconds += [when - asked for asked, _ in self._open[: places[-1] + 1]]
        del self._open[: places[-1] + 1]


class Mouse:
    """A mouse over a widget, moved by events like those of the window system."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._buttons = Qt.MouseButton.NoButton

    def press(self, at: QPoint) -> None:
        """Press the left button."""
        self._buttons = Qt.MouseButton.LeftButton
        self._send(QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton)

    def release(self, at: QPoint) -> None:
        """Let the left button go."""
        self._buttons = Qt.MouseButton.NoButton
        self._send(QEvent.Type.MouseButtonRelease, at, Qt.MouseButton.LeftButton)

    def move(self, at: QPoint) -> None:
        """Move, with the button held if it is."""
        self._send(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)

    def _send(self, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton) -> None:
        across = QPointF(self._widget.mapToGlobal(at))
        event = QMouseEvent(kind, QPointF(at), across, button, self._buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._widget, event)


def sweep(mouse: Mouse, widget: QWidget, seconds: float, moved: Any, *, held: bool) -> None:
    """Move the mouse along a curve about the middle of a widget, with the button held or not.

    `moved` is called after each move with the time before it.
    """
    middle, side = widget.rect().center(), min(widget.width(), widget.height())
    began, loop, timer = time.perf_counter(), QEventLoop(), QTimer()

    def place(when: float) -> QPoint:
        turn = 2 * math.pi * 0.31 * (when - began)
        return middle + QPoint(round(SWING * side * math.sin(turn)), round(SWING * side * math.sin(1.7 * turn)))

    def move() -> None:
        now = time.perf_counter()
        if now - began >= seconds:
            timer.stop()
            loop.quit()
            return
        mouse.move(place(now))
        moved(now)

    if held:
        mouse.press(place(began))
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(round(1000 / MOVES_PER_SECOND))
    timer.timeout.connect(move)
    timer.start()
    loop.exec()
    if held:
        mouse.release(place(time.perf_counter()))
