"""Encoded examples as table and array files. Imports no TensorFlow."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from vae_studio.latent.encoding import Encoding
from vae_studio.runs.files import atomic_write

Cell: TypeAlias = float | str | None


def encoding_csv(
    names: Sequence[str], encoding: Encoding, more: Mapping[str, Sequence[Cell]] | None = None
) -> str:
    """Return one line for each example: name, posterior mean and standard deviation, the figures that exist.

    Parameters
    ----------
    names
        Of the examples.
    encoding
        What the model makes of them.
    more
        Further columns by their names; None is an empty cell.
    """
    latent = range(1, encoding.loc.shape[1] + 1)
    columns: dict[str, Sequence[Cell]] = {"name": names}
    columns |= {f"mean_{i}": encoding.loc[:, i - 1].tolist() for i in latent}
    columns |= {f"sd_{i}": encoding.scale[:, i - 1].tolist() for i in latent}
    figures = {
        "negative_elbo_nats": encoding.negative_elbo,
        encoding.distortion_name: encoding.distortion,
        "kl_nats": encoding.kl,
    }
    columns |= {name: figure.tolist() for name, figure in figures.items() if figure is not None}
    columns |= more or {}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([f"{cell:.7g}" if isinstance(cell, float) else cell for cell in row])
    return text.getvalue()


def save_encoding_csv(path: Path, names: Sequence[str], encoding: Encoding) -> None:
    """Write the table of :func:`encoding_csv`.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with atomic_write(path) as file:
        file.write(encoding_csv(names, encoding).encode("utf-8", "backslashreplace"))


def save_encoding_npz(path: Path, names: Sequence[str], encoding: Encoding) -> None:
    """Write the names and every array of an encoding.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    with atomic_write(path) as file:
        arrays: dict[str, Any] = {"names": np.array(list(names), dtype=np.str_), **encoding.to_arrays()}
        np.savez_compressed(file, **arrays)
