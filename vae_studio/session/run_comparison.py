"""Runs side by side: their curves, their figures with the differences, and their settings.

Imports no TensorFlow. Differences are against the first run. That of the log-likelihoods is paired where
both were measured on the same examples: its standard error is that of the differences per example, which is
much smaller than that of either mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.api import RunError, RunSpec
from vae_studio.registry.registry import Registry
from vae_studio.runs.folder import RunFolder
from vae_studio.runs.likelihood import SplitLikelihood
from vae_studio.session.run_curves import RunCurves, curves_of
from vae_studio.session.spec_differences import Difference, spec_differences

if TYPE_CHECKING:
    from vae_studio.session.run_library import LibraryRun


@dataclass(frozen=True)
class Value:
    """A figure, or the difference of two.

    Attributes
    ----------
    mean
        In the unit of its row.
    standard_error
        Of the mean; None where it is not known.
    paired
        Of a difference: whether it was taken example by example.
    """

    mean: float
    standard_error: float | None = None
    paired: bool = False


@dataclass(frozen=True)
class FigureRow:
    """One figure of all runs.

    Attributes
    ----------
    name, unit, places
        What it is, in which unit, and how many decimals it is written with.
    values
        Of each run; None where it does not exist.
    differences
        Of each run from the first, whose own is None.
    """

    name: str
    unit: str
    places: int
    values: tuple[Value | None, ...]
    differences: tuple[Value | None, ...]


@dataclass(frozen=True, eq=False)
class RunComparison:
    """Runs side by side.

    Attributes
    ----------
    runs
        Which, in the order in which they were chosen.
    curves
        Their course over the epochs.
    figures
        Their figures on the test split.
    settings
        In which settings they differ.
    caution
        Why their figures do not compare; empty where they do.
    """

    runs: tuple[LibraryRun, ...]
    curves: tuple[RunCurves, ...]
    figures: tuple[FigureRow, ...]
    settings: tuple[Difference, ...]
    caution: str


def compare_runs(registry: Registry, runs: Sequence[LibraryRun]) -> RunComparison:
    """Set runs side by side.

    Raises
    ------
    RunError
        One is damaged.
    """
    specs = []
    for run in runs:
        if run.entry.spec is None:
            raise RunError(f"{run.name} cannot be compared: {run.remark}")
        specs.append(run.entry.spec)
    return RunComparison(
        tuple(runs),
        tuple(curves_of(RunFolder.open(run.path).history()) for run in runs),
        figure_rows(runs),
        spec_differences(registry, specs),
        _caution(runs, specs),
    )


def _caution(runs: Sequence[LibraryRun], specs: Sequence[RunSpec]) -> str:
    if len({run.entry.fingerprint for run in runs}) > 1:
        return "Trained on different examples or splits: the figures do not compare."
    if len({(spec.data.binarise, spec.data.threshold) for spec in specs}) > 1:
        return "Binarised differently: the figures do not compare."
    stale = [run.name for run in runs if run.likelihood_is_stale]
    if stale:
        return f"Trained further since its IW-NLL was measured: {', '.join(stale)}. Measure it again."
    found = [run.likelihood for run in runs if run.likelihood is not None]
    if len({(one.split, one.samples) for one in found}) > 1:
        return "IW-NLL measured on other splits, or with more samples in one run: it does not compare."
    return ""


def figure_rows(runs: Sequence[LibraryRun]) -> tuple[FigureRow, ...]:
    """Return the test figures of runs and how they differ from those of the first."""
    units = {run.test.unit for run in runs if run.test is not None}
    unit = units.pop() if len(units) == 1 else "nats"
    places = 1 if unit == "nats" else 5
    rows = (
        _plain("Negative ELBO", "nats", 1, runs, lambda run: run.negative_elbo),
        _plain(
            "Reconstruction",
            unit,
            places,
            runs,
            lambda run: run.reconstruction if run.unit == unit else None,
        ),
        _plain("KL", "nats", 2, runs, lambda run: run.kl),
        _likelihoods(runs),
    )
    return tuple(row for row in rows if any(value is not None for value in row.values))


def likelihood_difference(first: SplitLikelihood, second: SplitLikelihood) -> Value:
    """Return by how much the second negative log-likelihood exceeds the first, nats.

    Paired over the examples that both were measured on, where all are the same; else the two errors add in
    squares, as for independent samples.
    """
    same = (first.fingerprint, first.split) == (second.fingerprint, second.split)
    if same and first.indices == second.indices and first.fingerprint:
        each = np.subtract(first.per_example, second.per_example)
        error = float(np.std(each, ddof=1) / np.sqrt(len(each))) if len(each) > 1 else None
        return Value(float(np.mean(each)), error, paired=True)
    errors = (first.standard_error, second.standard_error)
    total = None if None in errors else float(np.linalg.norm(np.array(errors, np.float64)))
    return Value(first.mean - second.mean, total)


def _plain(
    name: str,
    unit: str,
    places: int,
    runs: Sequence[LibraryRun],
    figure: Callable[[LibraryRun], float | None],
) -> FigureRow:
    means = [figure(run) for run in runs]
    differences = [
        None if number == 0 or mean is None or means[0] is None else Value(mean - means[0])
        for number, mean in enumerate(means)
    ]
    values = tuple(None if mean is None else Value(mean) for mean in means)
    return FigureRow(name, unit, places, values, tuple(differences))


def _likelihoods(runs: Sequence[LibraryRun]) -> FigureRow:
    found = [run.likelihood for run in runs]
    first = found[0]
    differences = [
        None if number == 0 or one is None or first is None else likelihood_difference(first, one)
        for number, one in enumerate(found)
    ]
    values = tuple(None if one is None else Value(-one.mean, one.standard_error) for one in found)
    return FigureRow("IW-NLL", "nats", 1, values, tuple(differences))
