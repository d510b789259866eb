"""What a tab shows of the run on screen, computed anew as its weights change, while somebody looks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from vae_studio.gui.core.bounded_cost import BoundedCost
from vae_studio.gui.core.worker import Core
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.studio_state import StudioState
from vae_studio.training.events import EpochMetrics, Event

if TYPE_CHECKING:
    from vae_studio.session import Run

PACE_MS = 1000
"""Least time between two renewals while training."""

Work: TypeAlias = "Callable[[Run, Any], Callable[[], Any] | None]"


class LiveFeed(QObject):
    """Base of such feeds: renewed when the run changes, and after each epoch at a pace that bounds its cost.

    While nobody looks nothing is computed; what was missed is made up for when somebody does.

    Parameters
    ----------
    core, desk
        Where it is computed, and whose runs are shown.
    key
        Name of the job, of which the newest one wins.
    request
        What is wanted, a frozen dataclass.
    work
        From a run and the request to what is called on the core thread; None where that cannot be yet.

    Signals
    -------
    arrived
        What the work returned.
    failed
        The exception that it raised.
    cleared
        There is another run, or none: what was shown holds no more.
    """

    arrived = Signal(object)
    failed = Signal(object)
    cleared = Signal()

    def __init__(
        self, core: Core, desk: RunDesk, key: str, request: Any, work: Work, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._request = request
        self._work = work
        self._core = core
        self._desk = desk
        self._key = key
        self._watched = False
        self._stale = True
        self._cost = BoundedCost()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PACE_MS)
        self._timer.timeout.connect(self._make_up)
        desk.run_changed.connect(self._on_run)
        desk.happened.connect(self._on_event)
        desk.state_changed.connect(self._on_state)

    def ask(self, **values: Any) -> None:
        """Show something else: fields of the request with other values."""
        self._request = replace(self._request, **values)
        self.renew()

    @property
    def run(self) -> Run | None:
        """The run on screen."""
        return self._desk.run

    def watch(self, watched: bool) -> None:
        """Say whether somebody looks."""
        self._watched = watched
        if watched and self._stale:
            self.renew()

    def renew(self) -> None:
        """Compute for the weights as they are now; the newest request wins."""
        self._stale = True
        run = self.run
        if not self._watched or run is None:
            return
        work = self._work(run, self._request)
        if work is None:
            return
        self._stale = False
        self._timer.start()
        self._submit(work, lambda result: self._deliver(run, result))

    def _submit(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Have the work done on the core thread; a feed may do it in steps, and then tells its cost itself."""
        self._core.submit(partial(_timed, work), partial(self._take, done), self._on_failed, key=self._key)

    def _take(self, done: Callable[[Any], None], timed: tuple[Any, float]) -> None:
        result, seconds = timed
        self._bound(seconds)
        done(result)

    def _bound(self, seconds: float) -> None:
        """Let the next renewal while training wait in proportion to what the last ones cost."""
        self._cost.took(seconds)
        self._set_pace()

    def charge(self, seconds: float) -> None:
        """Count what somebody else had to do because of the last renewal among its cost."""
        self._cost.add(seconds)
        self._set_pace()

    def _set_pace(self) -> None:
        self._timer.setInterval(self._cost.wait(PACE_MS))
        if self._timer.isActive():
            self._timer.start()

    def _deliver(self, run: Run, result: Any) -> None:
        if run is self.run:
            self.arrived.emit(result)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)

    def _on_run(self) -> None:
        self._cost.forget()
        self.cleared.emit()
        self.renew()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, EpochMetrics):
            self._stale = True
            if not self._timer.isActive():
                self.renew()

    def _on_state(self, state: StudioState) -> None:
        if state is StudioState.IDLE:
            self.renew()

    def _make_up(self) -> None:
        """Catch up with the epochs that came since the last renewal."""
        if self._stale:
            self.renew()


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began
