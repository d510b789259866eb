"""The course of a fit as table and array files. Imports no TensorFlow."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np

from vae_studio.api import OutputError
from vae_studio.kl_lab.fitted import KLFit
from vae_studio.runs.files import atomic_write

ENDINGS = (".csv", ".npz")


def save_course(path: Path, fit: KLFit) -> None:
    """Write every step of a fit: ``.csv`` one line for each, ``.npz`` its arrays.

    Raises
    ------
    OutputError
        The name ends otherwise, or the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise OutputError(f"{path.name} ends neither in .csv nor in .npz.", "Choose one of these endings.")
    with atomic_write(path) as file:
        if ending == ".csv":
            file.write(course_table(fit).encode("utf-8"))
        else:
            np.savez_compressed(file, **course_arrays(fit))


def course_table(fit: KLFit) -> str:
    """Return step, divergence, its estimate, means, and the lower triangle of the scale, as text."""
    side = fit.loc.shape[1]
    rows, columns = np.tril_indices(side)
    header = ["step", "kl_nats"]
    parts = [fit.kl[:, None]]
    if fit.estimate is not None:
        header.append("estimate_nats")
        parts.append(fit.estimate[:, None])
    header += [f"loc_{i + 1}" for i in range(side)]
    header += [f"scale_{i + 1}_{j + 1}" for i, j in zip(rows, columns, strict=True)]
    table = np.concatenate([*parts, fit.loc, fit.scale[:, rows, columns]], axis=1)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for step, line in enumerate(table):
        writer.writerow([step, *(f"{value:.10g}" for value in line)])
    return text.getvalue()


def course_arrays(fit: KLFit) -> dict[str, Any]:
    """Return the course of a fit, its optimum and its target as arrays."""
    arrays: dict[str, Any] = {
        "kl": fit.kl,
        "loc": fit.loc,
        "scale": fit.scale,
        "kl_optimum": np.array(fit.kl_optimum),
        "best_scale": fit.best_scale,
        "target_scale": fit.problem.target.scale,
    }
    return arrays if fit.estimate is None else {**arrays, "estimate": fit.estimate}
