"""Moving through the steps of a fit: to and fro, and by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

TICK_MS = 40
WHOLE_MS = 4000
"""How long all steps of a fit take."""


class Playback(QObject):
    """The step that is shown, from 0 to the last.

    Signals
    -------
    moved
        The step that is shown now.
    playing_changed
        Whether it moves by itself.
    """

    moved = Signal(int)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._step = 0
        self._last = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self._step

    @property
    def last(self) -> int:
        """The last step there is."""
        return self._last

    @property
    def playing(self) -> bool:
        """Whether the step moves by itself."""
        return self._timer.isActive()

    def set_last(self, last: int) -> None:
        """Let the steps reach to `last`; the one that is shown stays within them."""
        self._last = last
        if self._step > last:
            self._step = last
        self.moved.emit(self._step)

    def go_to(self, step: int) -> None:
        """Show one step, the nearest there is, and stay there."""
        self.pause()
        self._move(step)

    def play(self) -> None:
        """Go on from the step that is shown; from the last one, begin anew."""
        if self._last == 0:
            return
        if self._step >= self._last:
            self._move(0)
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stay at the step that is shown."""
        if self._timer.isActive():
            self._timer.stop()
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def _tick(self) -> None:
        self._move(self._step + max(1, round(self._last * TICK_MS / WHOLE_MS)))
        if self._step >= self._last:
            self.pause()

    def _move(self, step: int) -> None:
        step = min(max(step, 0), self._last)
        if step != self._step:
            self._step = step
            self.moved.emit(step)
