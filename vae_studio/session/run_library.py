"""The runs of the workspace: listed, renamed, deleted, brought back, compared. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vae_studio.api import RunError
from vae_studio.registry.registry import Registry
from vae_studio.runs.catalogue import Catalogue, RunEntry
from vae_studio.runs.folder import RunFolder, is_run
from vae_studio.runs.likelihood import SplitLikelihood, kept_likelihood
from vae_studio.runs.manifest import FinalFigures
from vae_studio.runs.trash import Trashed, kept_idle, move_to_trash, restore, trashed_runs
from vae_studio.session.run_comparison import RunComparison, compare_runs
from vae_studio.session.run_words import dataset_words, model_words, strategy_words

LONGEST_NAME = 120
LEAST_OF_ID = 6


@dataclass(frozen=True, eq=False)
class LibraryRun:
    """One run as the library lists it.

    Attributes
    ----------
    entry
        What its folder says.
    dataset, model, strategy
        In words; empty for a damaged run.
    likelihood
        What was measured of its log-likelihood, or None.
    remark
        What about the run cannot be read; empty for nothing.
    """

    entry: RunEntry
    dataset: str
    model: str
    strategy: str
    likelihood: SplitLikelihood | None = None
    remark: str = ""

    @property
    def path(self) -> Path:
        """Its folder."""
        return self.entry.path

    @property
    def name(self) -> str:
        """What it is called."""
        return self.entry.name

    @property
    def test(self) -> FinalFigures | None:
        """Figures of the test split, nats per example; None where they were not measured."""
        return self.entry.test

    @property
    def negative_elbo(self) -> float | None:
        """Negative ELBO of the test split, nats per example."""
        return None if self.test is None else self.test.negative_elbo

    @property
    def reconstruction(self) -> float | None:
        """Reconstruction of the test split, in :attr:`unit`."""
        return None if self.test is None else self.test.reconstruction

    @property
    def kl(self) -> float | None:
        """KL of the test split, nats per example."""
        return None if self.test is None else self.test.kl

    @property
    def unit(self) -> str:
        """Unit of the reconstruction: nats, or the mean squared error."""
        return "nats" if self.test is None else self.test.unit

    @property
    def iw_nll(self) -> float | None:
        """Importance-weighted negative log-likelihood, nats per example."""
        return None if self.likelihood is None else -self.likelihood.mean

    @property
    def iw_nll_error(self) -> float | None:
        """Standard error of :attr:`iw_nll`, nats."""
        return None if self.likelihood is None else self.likelihood.standard_error

    @property
    def likelihood_is_stale(self) -> bool:
        """Whether the run has been trained further since its log-likelihood was measured."""
        found, epochs = self.likelihood, self.entry.epochs
        return found is not None and epochs is not None and found.epoch != epochs[0]


class RunLibrary:
    """The runs of one workspace.

    Parameters
    ----------
    registry
        What the plugins are called.
    workspace
        The folder; it need not exist.
    """

    def __init__(self, registry: Registry, workspace: Path) -> None:
        self._registry = registry
        self._catalogue = Catalogue(workspace)
        self._known: dict[RunEntry, LibraryRun] = {}

    @property
    def workspace(self) -> Path:
        """The folder."""
        return self._catalogue.workspace

    def runs(self) -> tuple[LibraryRun, ...]:
        """Return all runs, newest first, and the damaged ones after them."""
        entries = self._catalogue.entries()
        self._known = {entry: self._known.get(entry) or self._described(entry) for entry in entries}
        return tuple(self._known.values())

    def find(self, name: str) -> LibraryRun:
        """Return a run by its name, the name of its folder, the start of its id, or its path.

        Raises
        ------
        RunError
            There is none, or several runs have that name.
        """
        path = _path(name)
        if is_run(path):
            return self._described(Catalogue(path.absolute().parent).entry(path.absolute()))
        runs = self.runs()
        for matches in (
            [run for run in runs if run.path.name == name],
            [run for run in runs if run.name == name],
            [run for run in runs if len(name) >= LEAST_OF_ID and run.entry.id.startswith(name)],
        ):
            if len(matches) == 1:
                return matches[0]
            if matches:
                folders = ", ".join(run.path.name for run in matches)
                raise RunError(f"Several runs are called {name!r}.", f"Give the folder: {folders}.")
        raise RunError(
            f"There is no run {name!r} in {self.workspace}.", "'vae-studio runs' lists those that there are."
        )

    def rename(self, path: Path, name: str) -> None:
        """Call a run something else; its id and its folder stay, so that what points there still does.

        Raises
        ------
        RunError
            The name is empty or too long, or the run is being trained or damaged.
        OutputError
            It cannot be written.
        """
        name = " ".join(name.split())
        if not name:
            raise RunError("A run needs a name.", "Give it one or more characters.")
        if len(name) > LONGEST_NAME:
            raise RunError(f"A name has at most {LONGEST_NAME} characters, not {len(name)}.")
        run = RunFolder.open(path)
        with kept_idle(run.path, "renamed"):
            RunFolder.open(run.path).update_manifest(name=name)

    def trash(self, path: Path) -> Trashed:
        """Move a run into the workspace's trash.

        Raises
        ------
        RunError
            It is being trained, or there is no such folder.
        OutputError
            It cannot be moved.
        """
        return move_to_trash(path)

    def restore(self, trashed: Trashed) -> Path:
        """Bring a deleted run back and return its folder.

        Raises
        ------
        RunError
            It is not in the trash any more.
        OutputError
            Its folder exists again, or cannot be written.
        """
        return restore(trashed)

    def trashed(self) -> tuple[Trashed, ...]:
        """Return the runs in the workspace's trash."""
        return trashed_runs(self.workspace)

    def compare(self, runs: Sequence[LibraryRun]) -> RunComparison:
        """Set the figures, the curves and the settings of runs side by side.

        Raises
        ------
        RunError
            One is damaged.
        """
        return compare_runs(self._registry, runs)

    def _described(self, entry: RunEntry) -> LibraryRun:
        likelihood, remark = None, entry.message if entry.status == "damaged" else ""
        try:
            likelihood = kept_likelihood(entry.path)
        except RunError as error:
            remark = remark or str(error)
        return LibraryRun(
            entry,
            dataset_words(entry),
            model_words(self._registry, entry),
            strategy_words(self._registry, entry),
            likelihood,
            remark,
        )


def _path(name: str) -> Path:
    """Return what a name is as a path; ``~name`` stays what it is where nobody is called that."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)
