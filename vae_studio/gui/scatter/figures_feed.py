"""Figures of the examples that are shown, measured in steps on the core thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.long_job import LongJob
from vae_studio.gui.core.worker import Core
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.scatter.feed import ShownPoints
from vae_studio.gui.studio_state import StudioState
from vae_studio.latent.point_figures import PointFigures, Quantity
from vae_studio.session.point_figures import measured, point_figures_in_steps

if TYPE_CHECKING:
    from vae_studio.session import Run


class FiguresFeed(QObject):
    """Measures one figure at a time, while a run trains in 3 % of the time at most.

    Signals
    -------
    arrived
        :class:`PointFigures`.
    progressed
        How many examples are measured, of how many.
    ended
        Nothing is under way any more.
    failed
        An exception.
    """

    arrived = Signal(object)
    progressed = Signal(int, int)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, core: Core, desk: RunDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job = LongJob(core, "point figures", self)
        self._job.progressed.connect(self.progressed)
        desk.state_changed.connect(lambda state: self._job.spare(state is StudioState.TRAINING))
        desk.run_changed.connect(lambda _: self.cancel())

    @property
    def running(self) -> bool:
        """Whether figures are being measured."""
        return self._job.running

    def measure(self, shown: ShownPoints, quantity: Quantity) -> None:
        """Measure a figure of the points that are shown, instead of what is being measured."""
        run = self._desk.run
        if run is None:
            return
        steps = point_figures_in_steps(run, shown.points, quantity, shown.dataset)
        self._job.start(steps, lambda figures: self._deliver(run, figures), self._fail)
        self.progressed.emit(0, measured(quantity, len(shown.points)))

    def follow(self, shown: ShownPoints, quantity: Quantity) -> None:
        """Measure anew because the weights have changed; while training what is under way comes to its end."""
        training = self._desk.state is not StudioState.IDLE
        if training and (self.running or quantity == "log_likelihood"):
            return
        self.measure(shown, quantity)

    def cancel(self) -> None:
        """Measure no more."""
        if self._job.running:
            self._job.cancel()
            self.ended.emit()

    def _deliver(self, run: Run, figures: PointFigures) -> None:
        self.ended.emit()
        if run is self._desk.run:
            self.arrived.emit(figures)

    def _fail(self, error: Exception) -> None:
        self.ended.emit()
        self.failed.emit(error)
