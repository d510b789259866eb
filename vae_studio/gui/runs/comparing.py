"""What the comparison of runs shows: figures and curves, read beside the window, and decoded grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from vae_studio.gui.core.short_jobs import ShortJobs
from vae_studio.gui.core.worker import Core
from vae_studio.latent.grid import LatentGrid
from vae_studio.session.run_library import LibraryRun, RunLibrary

if TYPE_CHECKING:
    from vae_studio.session import Session

MOST = 4
"""Runs that are compared at once."""
PLANE = 2
"""Latent size of the runs whose grids are shown."""
WAITS = "Training is under way: its grid is decoded once that has ended."
_KEPT_GRIDS = 16


@dataclass(frozen=True, eq=False)
class RunGrid:
    """The latent grid of a run, or why there is none.

    Attributes
    ----------
    identity, epoch
        Of which run, after how many complete epochs.
    grid
        None where it could not be decoded.
    reason
        Why not; empty where it could.
    """

    identity: str
    epoch: int
    grid: LatentGrid | None
    reason: str = ""


class RunComparing(QObject):
    """Compares runs; what was asked for last wins. Decoding their grids gives way to training altogether.

    Signals
    -------
    compared
        :class:`RunComparison`, or None where nothing is compared.
    grid_decoded
        :class:`RunGrid` of one of the runs.
    held
        Grids begin or cease to wait.
    failed
        An exception.
    """

    compared = Signal(object)
    grid_decoded = Signal(object)
    held = Signal()
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        library: RunLibrary,
        core: Core,
        jobs: ShortJobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._library = library
        self._core = core
        self._jobs = jobs
        self._asked: tuple[LibraryRun, ...] = ()
        self._grids: dict[tuple[str, int], RunGrid] = {}
        self._waits = False

    def compare(self, runs: Sequence[LibraryRun]) -> None:
        """Compare the first four of these runs, leaving out damaged ones."""
        asked = tuple(run for run in runs if run.entry.manifest is not None)[:MOST]
        if asked != self._asked:
            self._asked = asked
            self.repeat()

    def repeat(self) -> None:
        """Compare the same runs again, as for somebody who has not seen them yet."""
        asked = self._asked
        if not asked:
            self.compared.emit(None)
            return
        self._jobs.submit(
            lambda: self._library.compare(asked),
            partial(self._on_compared, asked),
            partial(self._on_refused, asked),
        )
        for run in asked:
            self._decode(run)

    def grid_of(self, run: LibraryRun) -> RunGrid | None:
        """Return the grid of a run as it stands, where it has been decoded or waits for that."""
        found = self._grids.get(_key(run))
        if found is None and self._waits and _has_plane(run):
            return RunGrid(*_key(run), None, WAITS)
        return found

    def hold(self, held: bool) -> None:
        """Decode no grid for a while; with False make up for it."""
        if held == self._waits:
            return
        self._waits = held
        self.held.emit()
        for run in self._asked:
            self._decode(run)

    def _on_compared(self, asked: tuple[LibraryRun, ...], found: object) -> None:
        if asked is self._asked:
            self.compared.emit(found)

    def _on_refused(self, asked: tuple[LibraryRun, ...], error: Exception) -> None:
        """Say why runs could not be read, unless one has been deleted meanwhile: the list will follow."""
        if asked is self._asked and all(run.path.is_dir() for run in asked):
            self.failed.emit(error)

    def _decode(self, run: LibraryRun) -> None:
        if _has_plane(run) and _key(run) not in self._grids and not self._waits:
            self._core.submit(
                lambda: self._session.open(run.path).latent_grid(),
                partial(self._on_grid, run),
                partial(self._on_no_grid, run),
                key=f"compared grid {run.entry.identity}",
            )

    def _on_grid(self, run: LibraryRun, grid: LatentGrid) -> None:
        self._keep(run, RunGrid(*_key(run), grid))

    def _on_no_grid(self, run: LibraryRun, error: Exception) -> None:
        self._keep(run, RunGrid(*_key(run), None, str(error)))

    def _keep(self, run: LibraryRun, found: RunGrid) -> None:
        while len(self._grids) >= _KEPT_GRIDS:
            del self._grids[next(iter(self._grids))]
        self._grids[_key(run)] = found
        self.grid_decoded.emit(found)


def _has_plane(run: LibraryRun) -> bool:
    """Tell whether a run has weights with two latent dimensions, and is not being trained just now."""
    spec, epochs = run.entry.spec, run.entry.epochs
    if spec is None or epochs is None or epochs[0] == 0:
        return False
    return spec.encoder.latent_size == PLANE and run.entry.status != "training"


def _key(run: LibraryRun) -> tuple[str, int]:
    return run.entry.identity, run.entry.epochs[0] if run.entry.epochs else 0
