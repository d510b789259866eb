"""What the tabs beside the latent grid show of the run on screen, and what is written of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.compare.comparing import Comparing
from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.gui.interpolation.feed import InterpolationFeed
from vae_studio.gui.latent.examples_feed import GridExamplesFeed
from vae_studio.gui.run_desk import RunDesk
from vae_studio.gui.runs.desk import RunsDesk
from vae_studio.gui.samples.feed import SamplesFeed
from vae_studio.gui.samples.neighbours import NeighboursSearch
from vae_studio.gui.samples.reconstructions_feed import ReconstructionsFeed
from vae_studio.gui.scatter.decoding import PlaneDecoding
from vae_studio.gui.scatter.embedder import Embedder
from vae_studio.gui.scatter.feed import PointsFeed
from vae_studio.gui.scatter.figures_feed import FiguresFeed
from vae_studio.gui.settings import Settings
from vae_studio.gui.spec_history import SpecHistory
from vae_studio.gui.traversals.feed import TraversalsFeed

if TYPE_CHECKING:
    from vae_studio.session import Session


class Views(QObject):
    """The feeds of the tabs.

    Attributes
    ----------
    points, samples
        Encoded examples; draws from the prior.
    neighbours, reconstructions
        Training examples nearest to samples; examples beside what the model makes of them.
    traversals, interpolation
        Each latent dimension swept; the path between the two selected cards.
    figures, decoding, embedder
        Of the encoded examples: what can be measured of them, what lies beneath them, t-SNE and UMAP.
    grid_examples
        Points and planes of encoded examples for the latent grid.
    comparing
        Two runs side by side.
    runs
        All runs of the workspace.

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
        history: SpecHistory,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = short_jobs
        self.points = PointsFeed(core, desk, settings, self)
        self.figures = FiguresFeed(core, desk, self)
        self.decoding = PlaneDecoding(desk, self)
        self.embedder = Embedder(self)
        self.samples = SamplesFeed(core, desk, self)
        self.neighbours = NeighboursSearch(short_jobs, desk, settings, self)
        self.reconstructions = ReconstructionsFeed(core, desk, settings, self)
        self.traversals = TraversalsFeed(core, desk, settings, self)
        self.interpolation = InterpolationFeed(core, desk, self)
        self.grid_examples = GridExamplesFeed(core, desk, settings, self)
        self.comparing = Comparing(session, core, short_jobs, desk, settings, self)
        self.runs = RunsDesk(session, core, short_jobs, desk, settings, history, self)
        self.runs.failed.connect(self.failed)

    def write(self, work: Callable[[], Path]) -> None:
        """Write a file on another thread; `work` returns its path."""
        self._jobs.submit(work, self.saved.emit, self.failed.emit)

    def render(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Draw a picture on another thread, and bring it back; `failed` is called where that went wrong."""

        def fail(error: Exception) -> None:
            if failed is not None:
                failed()
            self.failed.emit(error)

        self._jobs.submit(work, done, fail)

    def close(self) -> None:
        """End what would otherwise be waited for."""
        self.embedder.close()
        self.neighbours.cancel()
        self.runs.close()
