"""The figures of a run as numbers: a line for each epoch, or an array for each figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from vae_studio.evaluation.figures import Figures
from vae_studio.gui.training.marks import Mark
from vae_studio.training.events import EpochMetrics

FIGURES = ("negative_elbo", "reconstruction", "kl")
OTHERS = (
    "objective",
    "beta",
    "effective_beta",
    "learning_rate",
    "active_units",
    "seconds",
    "images_per_second",
)
Row = dict[str, float | None]


def curve_rows(epochs: Sequence[EpochMetrics]) -> list[Row]:
    """Return the figures of each epoch by name, nats per example; None for what does not exist."""
    rows: list[Row] = []
    for epoch in epochs:
        row: Row = {"epoch": epoch.epoch, "step": epoch.step}
        row |= _of_split("train", epoch.train) | _of_split("validation", epoch.validation)
        row |= {name: getattr(epoch, name) for name in OTHERS}
        told = (epoch.validation or epoch.train).kl_per_dimension or ()
        row |= {f"kl_z{number}": value for number, value in enumerate(told, start=1)}
        rows.append(row)
    return rows


def curve_csv(epochs: Sequence[EpochMetrics], marks: Sequence[Mark] = ()) -> str:
    """Return a line for each epoch, under names; in the last column what was changed in it by hand."""
    rows = curve_rows(epochs)
    names = _names(rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*names, "changed"])
    for row in rows:
        epoch = row["epoch"] or 0
        changed = "; ".join(mark.words for mark in marks if epoch - 1 <= mark.position < epoch)
        writer.writerow([*("" if row.get(name) is None else row[name] for name in names), changed])
    return text.getvalue()


def curve_arrays(epochs: Sequence[EpochMetrics]) -> dict[str, np.ndarray]:
    """Return an array for each figure, float64 ``[N]``; NaN for what does not exist."""
    rows = curve_rows(epochs)
    return {
        name: np.array([np.nan if row.get(name) is None else row[name] for row in rows], dtype=np.float64)
        for name in _names(rows)
    }


def _of_split(split: str, figures: Figures | None) -> Row:
    return {f"{split}_{name}": None if figures is None else getattr(figures, name) for name in FIGURES}


def _names(rows: Sequence[Row]) -> list[str]:
    """Return the names of all rows, in order: of the longest one, which has the most dimensions."""
    longest: Row = max(rows, key=len, default={})
    return list(longest)
