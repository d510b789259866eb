"""The table of runs as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from vae_studio.runs.files import write_text
from vae_studio.session.run_library import LibraryRun

HEADS = (
    "name",
    "folder",
    "id",
    "dataset",
    "model",
    "kl_strategy",
    "epochs",
    "planned_epochs",
    "test_negative_elbo",
    "test_reconstruction",
    "reconstruction_unit",
    "test_kl",
    "active_units",
    "latent_size",
    "iw_nll",
    "iw_nll_standard_error",
    "iw_nll_examples",
    "iw_nll_samples",
    "iw_nll_epoch",
    "status",
    "started",
)


def write_table(path: Path, runs: Sequence[LibraryRun]) -> Path:
    """Write runs as CSV, one row each, with all digits, and return the path.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows(cells(run) for run in runs)
    write_text(path, text.getvalue())
    return path


def cells(run: LibraryRun) -> list[object]:
    """Return the row of one run; what does not exist is empty."""
    epochs, active, found = run.entry.epochs, run.entry.active, run.likelihood
    return [
        run.name,
        run.path.name,
        run.entry.id,
        run.dataset,
        run.model,
        run.strategy,
        *(epochs or ("", "")),
        _cell(run.negative_elbo),
        _cell(run.reconstruction),
        run.unit if run.test else "",
        _cell(run.kl),
        *(active or ("", "")),
        _cell(run.iw_nll),
        _cell(run.iw_nll_error),
        *(("", "", "") if found is None else (found.count, found.samples, found.epoch)),
        run.entry.status,
        run.entry.created,
    ]


def _cell(value: float | None) -> object:
    return "" if value is None else value
