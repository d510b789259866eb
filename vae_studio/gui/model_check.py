"""Whether the model in the spec can be, and what shapes it has: checked shortly after each edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from vae_studio.api import RunSpec, SpecError, StudioError
from vae_studio.gui.core.worker import Core

if TYPE_CHECKING:
    from vae_studio.data.dataset import Dataset
    from vae_studio.model.description import ModelDescription
    from vae_studio.session import Session

DELAY_MS = 150


class ModelCheck(QObject):
    """Checks a spec at once for what needs no TensorFlow, then builds its model to learn the shapes.

    Signals
    -------
    described
        :class:`ModelDescription`, or None while there is none.
    problem_changed
        :class:`SpecError`, or None when the spec is in order.
    failed
        Any other exception that a build raised.
    """

    described = Signal(object)
    problem_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._core = core
        self._spec: RunSpec | None = None
        self._dataset: Dataset | None = None
        self._problem: SpecError | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._describe)

    @property
    def problem(self) -> SpecError | None:
        """What is wrong with the spec, as far as is known."""
        return self._problem

    def check(self, spec: RunSpec, dataset: Dataset | None) -> None:
        """Check a spec now, and have its model described a moment after the last edit."""
        self._spec, self._dataset = spec, dataset
        try:
            self._session.check(spec, dataset)
        except StudioError as error:
            self._refuse(error)
            return
        self._set_problem(None)
        self._timer.start()

    def stop(self) -> None:
        """Describe nothing more."""
        self._timer.stop()

    def _describe(self) -> None:
        spec, dataset = self._spec, self._dataset
        if spec is None:
            return
        if dataset is None:
            self.described.emit(None)
            return
        shape, examples = dataset.data_shape, len(dataset.splits.train)
        self._core.submit(
            lambda: self._session.describe(spec, shape, examples),
            lambda description: self._accept(spec, description),
            lambda error: self._build_failed(spec, error),
            key="describe",
        )

    def _accept(self, spec: RunSpec, description: ModelDescription) -> None:
        if spec is self._spec:
            self.described.emit(description)

    def _build_failed(self, spec: RunSpec, error: Exception) -> None:
        if spec is not self._spec:
            return
        if isinstance(error, StudioError):
            self._refuse(error)
        if not isinstance(error, SpecError):
            self.failed.emit(error)

    def _refuse(self, error: StudioError) -> None:
        self._timer.stop()
        problem = error if isinstance(error, SpecError) else SpecError(error.message, remedy=error.remedy)
        self._set_problem(problem)
        self.described.emit(None)

    def _set_problem(self, problem: SpecError | None) -> None:
        changed = str(problem) != str(self._problem)
        self._problem = problem
        if changed:
            self.problem_changed.emit(problem)
