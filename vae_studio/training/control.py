"""What the outside may ask of a running loop, from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from vae_studio.training.adjustments import Adjustments, Change


class Control:
    """Requests to a training loop.

    Attributes
    ----------
    drain
        Called by the loop on its own thread between compiled calls, about every 100 ms, and every
        20 ms while it is paused; does whatever other work wants the model.
    live
        Computes a picture of the current weights, which the loop emits as a ``Sample``; None for none. It
        may return None at once where nobody looks.
    live_interval
        Seconds between two of these; the loop takes longer where they would cost more than 3%.
    live_steps
        Steps between two of these, whatever they cost, though no more than ten a second; None for pictures
        after `live_interval`.
    live_epochs
        Whether there is one after each epoch and none between.
    """

    def __init__(
        self, drain: Callable[[], None] | None = None, live: Callable[[], object] | None = None
    ) -> None:
        self.drain = drain
        self.live = live
        self.live_interval = 0.5
        self.live_steps: int | None = None
        self.live_epochs = False
        self._changes: list[tuple[Change, Change]] = []
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

    def adjust(self, kl_weight: Change = None, learning_rate: Change = None) -> None:
        """Have training go on with another KL weight or learning rate, from its next compiled call on.

        Parameters
        ----------
        kl_weight
            Weight of the KL strategy's penalty, which its schedule then no longer decides;
            :data:`~vae_studio.training.adjustments.SCHEDULE` hands it back; None leaves it as it is.
        learning_rate
            The same for the learning rate.

        Raises
        ------
        SpecError
            A value that cannot be; names its key.
        """
        Adjustments().changed(kl_weight, learning_rate)
        with self._changed:
            self._changes.append((kl_weight, learning_rate))
            self._changed.notify_all()

    def take_changes(self) -> list[tuple[Change, Change]]:
        """Return what :meth:`adjust` was given since the last call, oldest first."""
        with self._changed:
            changes, self._changes = self._changes, []
        return changes

    def wait_for_change(self, seconds: float) -> None:
        """Wait until something is asked, at most so long."""
        with self._changed:
            if self._paused and not self._stopping:
                self._changed.wait(seconds)

    def _set(self, *, paused: bool) -> None:
        with self._changed:
            self._paused = paused
            self._changed.notify_all()
