"""What the outside may ask of a running loop, from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Control:
    """Requests to a training loop.

    Attributes
    ----------
    drain
        Called by the loop on its own thread between compiled calls, about every 100 ms, and every
        20 ms while it is paused; does whatever other work wants the model.
    live
        Computes a picture of the current weights, which the loop emits as a ``Sample``; None for none.
    live_interval
        Seconds between two of these; the loop takes longer where they would cost more than 3%.
    """

    def __init__(
        self, drain: Callable[[], None] | None = None, live: Callable[[], object] | None = None
    ) -> None:
        self.drain = drain
        self.live = live
        self.live_interval = 0.5
        self._changed = threading.Condition()
        self._paused = False
        self._stopping = False

    @property
    def paused(self) -> bool:
        """Whether the loop has been asked to wait."""
        return self._paused

    @property
    def stopping(self) -> bool:
        """Whether the loop has been asked to end."""
        return self._stopping

    def pause(self) -> None:
        """Ask the loop to wait after the compiled call it is in."""
        self._set(paused=True)

    def resume(self) -> None:
        """Ask a waiting loop to go on."""
        self._set(paused=False)

    def stop(self) -> None:
        """Ask the loop to save and end; it cannot be taken back."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def wait_for_change(self, seconds: float) -> None:
        """Wait until something is asked, at most so long."""
        with self._changed:
            if self._paused and not self._stopping:
                self._changed.wait(seconds)

    def _set(self, *, paused: bool) -> None:
        with self._changed:
            self._paused = paused
            self._changed.notify_all()
