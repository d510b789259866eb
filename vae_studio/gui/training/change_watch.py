"""Noticing that the settings are no longer those of the run on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.notice import Notice
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.settings import Settings
from vae_studio.gui.studio_state import StudioState
from vae_studio.gui.training.advice import changed_notice
from vae_studio.gui.training.continuing import same_experiment
from vae_studio.registry.registry import Registry

if TYPE_CHECKING:
    from vae_studio.session import Run


class ChangeWatch(QObject):
    """Compares settings and run after each change of either.

    Signals
    -------
    noticed
        The :class:`Notice` that training starts a new run, once until it is withdrawn.
    withdrawn
        The same notice, when the settings are those of the run again.
    """

    noticed = Signal(object)
    withdrawn = Signal(object)

    def __init__(
        self, settings: Settings, desk: RunDesk, registry: Registry, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._desk = desk
        self._registry = registry
        self._said: Notice | None = None
        settings.spec_changed.connect(self._compare)
        desk.run_changed.connect(self._compare)
        desk.state_changed.connect(self._compare)

    @property
    def unchanged(self) -> bool:
        """Whether there is a run whose settings these are."""
        run = self._desk.run
        return run is not None and same_experiment(run.spec, self._settings.spec, self._registry)

    def _compare(self) -> None:
        run = self._desk.run
        if run is None or self._desk.state is not StudioState.IDLE or self.unchanged:
            self._withdraw()
        elif self._said is None:
            self._said = changed_notice(run.complete_epochs, lambda: self._undo(run))
            self.noticed.emit(self._said)

    def _withdraw(self) -> None:
        said, self._said = self._said, None
        if said is not None:
            self.withdrawn.emit(said)

    def _undo(self, run: Run) -> None:
        self._settings.take(run.spec)
