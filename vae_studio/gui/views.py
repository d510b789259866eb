"""What the tabs beside the latent grid show of the run on screen, and what is written of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.compare.comparing import Comparing
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.samples.feed import SamplesFeed
from vae_studio.gui.scatter.feed import PointsFeed
from vae_studio.gui.settings import Settings

if TYPE_CHECKING:
    from vae_studio.session import Session


class Views(QObject):
    """The feeds of the tabs.

    Attributes
    ----------
    points, samples
        Encoded examples; draws from the prior.
    comparing
        Two runs side by side.

    Signals
    -------
    saved
        The path of a file that was written.
    failed
        The exception of one that was not.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        core: Core,
        short_jobs: ShortJobs,
        desk: RunDesk,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = short_jobs
        self.points = PointsFeed(core, desk, settings, self)
        self.samples = SamplesFeed(core, desk, self)
        self.comparing = Comparing(session, core, short_jobs, desk, settings, self)

    def write(self, work: Callable[[], Path]) -> None:
        """Write a file on another thread; `work` returns its path."""
        self._jobs.submit(work, self.saved.emit, self.failed.emit)

    def render(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Draw a picture on another thread, and bring it back."""
        self._jobs.submit(work, done, self.failed.emit)
