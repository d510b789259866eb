"""The embedded dataset: 1,797 handwritten digits that come with scikit-learn (Alpaydin & Kaynak 1998)."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.raw import RawExamples
from vae_studio.data.scikit_learn import data_file

SIZE = (28, 28)
_SIDE = 8
_HIGHEST = 16


def read_digits() -> RawExamples:
    """Return the digits as 8×8 grey images, values 0 … 16 brought to 0 … 255, with their labels.

    The file that :func:`sklearn.datasets.load_digits` reads is read directly.

    Raises
    ------
    DataError
        scikit-learn is installed without its data.
    """
    path = _file()
    try:
        with gzip.open(path, "rt", encoding="ascii") as lines:
            rows = np.loadtxt(lines, delimiter=",", dtype=np.float64)
    except (OSError, EOFError, ValueError) as error:
        raise DataError(
            f"The embedded digits cannot be read from {path}.", "Reinstall scikit-learn."
        ) from error
    grey = np.rint(rows[:, :-1] * (255 / _HIGHEST)).astype(np.uint8)
    return RawExamples(
        name="digits",
        examples=grey.reshape(-1, _SIDE, _SIDE, 1),
        labels=rows[:, -1].astype(np.int64),
        class_names=tuple(str(digit) for digit in range(10)),
        default_size=SIZE,
    )


def _file() -> Path:
    return data_file("digits.csv.gz", "The embedded digits")
