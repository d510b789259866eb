"""The state of the KL lab: its problem, the fit of it, and the step that is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.worker import Core
from vae_studio.gui.kl_lab.playback import Playback
from vae_studio.kl_lab import KLFit, KLProblem
from vae_studio.kl_lab.closed_form import divergence

if TYPE_CHECKING:
    from vae_studio.session import Session

Value = TypeVar("Value")


@dataclass(frozen=True)
class Frame:
    """q at one step.

    Attributes
    ----------
    step
        Number of updates behind it.
    loc, scale
        Mean ``[2]`` and lower triangular scale ``[2, 2]``.
    kl
        Its divergence from p in closed form, nats.
    """

    step: int
    loc: np.ndarray
    scale: np.ndarray
    kl: float


class Lab(QObject):
    """Solves problems on a thread of its own, so that neither the window nor training waits for it.

    Signals
    -------
    problem_changed
        The problem is another one; its fit is on its way.
    solved
        The :class:`KLFit` of the problem.
    failed
        The exception of a fit or of a file.
    closed
        The thread has ended.
    """

    problem_changed = Signal()
    solved = Signal(object)
    failed = Signal(object)
    closed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._core = Core(self, name="kl-lab", collects=False)
        self._core.finished.connect(self.closed)
        self._ready = False
        self._closing = False
        self._problem = KLProblem()
        self._fit: KLFit | None = None
        self._on_arrival: Callable[[], None] = self._show_end
        self.playback = Playback(self)

    @property
    def problem(self) -> KLProblem:
        """What is being fitted to what, and how."""
        return self._problem

    @property
    def fit(self) -> KLFit | None:
        """The fit of the problem; None while it is on its way."""
        return self._fit

    @property
    def frame(self) -> Frame:
        """The q at the step that is shown; without a fit, its start."""
        fit, step, problem = self._fit, self.playback.step, self._problem
        if fit is not None:
            return Frame(step, fit.loc[step], fit.scale[step], float(fit.kl[step]))
        loc, scale = problem.start_loc, problem.start_sd * np.eye(problem.target.dimension)
        return Frame(0, loc, scale, divergence(problem, loc, scale))

    def set_ready(self) -> None:
        """Begin to solve: TensorFlow is loaded; a closed lab solves nothing."""
        if not self._ready and not self._closing:
            self._ready = True
            self._core.start()
            self._solve()

    def change(self, **values: Any) -> None:
        """Change fields of the problem, rewind to step 0 and solve at once.

        Raises
        ------
        SpecError
            A value cannot be; the problem stays as it was.
        """
        self.take(replace(self._problem, **values))

    def take(self, problem: KLProblem) -> None:
        """Take another problem, rewind to step 0 and solve at once."""
        if problem != self._problem:
            self._problem = problem
            self._begin(lambda: None)

    def run_again(self) -> None:
        """Solve and play from step 0; Monte Carlo estimates get new draws."""
        problem = self._problem
        if problem.estimate == "monte_carlo":
            self._problem = replace(problem, seed=problem.seed + 1)
            self._begin(self.playback.play)
        else:
            self.playback.go_to(0)
            self.playback.play()

    def submit(
        self, work: Callable[[], Value], done: Callable[[Value], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run other work of the lab on its thread."""
        self._core.submit(work, done, failed)

    def close(self) -> None:
        """End the thread after the fit in progress; :attr:`closed` tells when."""
        self._closing = True
        self.playback.pause()
        if self._core.running:
            self._core.quit()
        else:
            self.closed.emit()

    def _begin(self, on_arrival: Callable[[], None]) -> None:
        self._fit = None
        self._on_arrival = on_arrival
        self.playback.go_to(0)
        self.playback.set_last(0)
        self.problem_changed.emit()
        self._solve()

    def _solve(self) -> None:
        problem = self._problem
        if self._ready:
            self._core.submit(
                lambda: self._session.kl_lab(problem), self._on_solved, self.failed.emit, key="fit"
            )

    def _on_solved(self, fit: KLFit) -> None:
        if fit.problem is not self._problem:
            return
        self._fit = fit
        self.playback.set_last(fit.steps)
        self.solved.emit(fit)
        self._on_arrival()

    def _show_end(self) -> None:
        self.playback.go_to(self.playback.last)
