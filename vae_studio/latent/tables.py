"""Encoded examples as table and array files. Imports no TensorFlow."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vae_studio.latent.encoding import Encoding
from vae_studio.runs.files import atomic_write


def save_encoding_csv(path: Path, names: Sequence[str], encoding: Encoding) -> None:
    """Write one line for each example: name, posterior mean and standard deviation, and the figures that exist.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    latent = range(1, encoding.loc.shape[1] + 1)
    header = ["name", *(f"mean_{i}" for i in latent), *(f"sd_{i}" for i in latent)]
    named = {
        "negative_elbo_nats": encoding.negative_elbo,
        encoding.distortion_name: encoding.distortion,
        "kl_nats": encoding.kl,
    }
    columns = {name: column for name, column in named.items() if column is not None}
    header += columns
    figures = np.stack(list(columns.values()), axis=1)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for name, row in zip(names, np.concatenate([encoding.loc, encoding.scale, figures], axis=1), strict=True):
        writer.writerow([name, *(f"{value:.7g}" for value in row)])
    with atomic_write(path) as file:
        file.write(text.getvalue().encode("utf-8", "backslashreplace"))


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
