"""Pictures of the weights while they are trained: when the next one is due, and making it."""

from __future__ import annotations

from collections.abc import Callable

from vae_studio.training.control import Control
from vae_studio.training.events import Event, Sample, Warned
from vae_studio.training.pace import LivePace

SHORTEST_INTERVAL = 0.1
"""Seconds between two pictures at least, however they are asked for."""


class LivePictures:
    """Makes the pictures that a control asks for, between compiled calls.

    Parameters
    ----------
    control
        What is wanted, and when; may change while the run trains.
    clock
        Seconds.
    emit
        Receives a ``Sample`` for each picture.
    """

    def __init__(self, control: Control, clock: Callable[[], float], emit: Callable[[Event], None]) -> None:
        self._control = control
        self._clock = clock
        self._emit = emit
        self._pace = LivePace(control.live_interval)

    def steps_until(self, step: int, most: int) -> int:
        """Return how many steps a call may run, at most so many, for a picture to show the step asked for."""
        every = self._control.live_steps
        if self._control.live is None or not every:
            return most
        return min(most, every - step % every)

    def serve(self, step: int, steps_per_epoch: int) -> None:
        """Make a picture if one is due after so many steps."""
        live = self._control.live
        if live is None or not self._is_due(step, steps_per_epoch):
            return
        began = self._clock()
        try:
            payload = live()
        except Exception as error:  # noqa: BLE001 (a picture that fails must not cost the run)
            self._control.live = None
            self._emit(Warned(message=f"The live picture is off: {error}"))
            return
        if payload is None:
            self._pace.passed(self._clock())
        else:
            self._pace.made(began, self._clock())
        self._emit(
            Sample(
                step=step,
                epoch=max(step - 1, 0) // steps_per_epoch + 1,
                complete_epochs=step // steps_per_epoch,
                payload=payload,
            )
        )

    def _is_due(self, step: int, steps_per_epoch: int) -> bool:
        control = self._control
        bounded = control.live_epochs or control.live_steps
        self._pace.interval = SHORTEST_INTERVAL if bounded else control.live_interval
        now = self._clock()
        if control.live_epochs:
            return step % steps_per_epoch == 0 and self._pace.is_due(now)
        if control.live_steps:
            return step % control.live_steps == 0 and self._pace.is_due(now, bounded=False)
        return self._pace.is_due(now)
