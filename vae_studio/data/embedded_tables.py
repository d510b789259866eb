"""The embedded tables, which come with scikit-learn: wine and breast cancer."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.array_tables import array_examples
from vae_studio.data.progress import Reporter
from vae_studio.data.raw import RawExamples
from vae_studio.data.scikit_learn import data_file

_MEASURED = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)


@dataclass(frozen=True)
class EmbeddedTable:
    """A table by its name.

    Attributes
    ----------
    name, label, summary
        The source to give in a spec, words for pickers, and one line saying what it is.
    file
        Name of scikit-learn's file: a line with counts and classes, then rows that end with the class.
    columns
        What is measured, by scikit-learn's names.
    """

    name: str
    label: str
    summary: str
    file: str
    columns: tuple[str, ...]


WINE = EmbeddedTable(
    "wine",
    "Wine",
    "178 wines of three cultivars, 13 measurements each (Forina et al. 1988), with labels",
    "wine_data.csv",
    (
        "alcohol",
        "malic_acid",
        "ash",
        "alcalinity_of_ash",
        "magnesium",
        "total_phenols",
        "flavanoids",
        "nonflavanoid_phenols",
        "proanthocyanins",
        "color_intensity",
        "hue",
        "od280/od315_of_diluted_wines",
        "proline",
    ),
)
BREAST_CANCER = EmbeddedTable(
    "breast-cancer",
    "Breast cancer",
    "569 tumours, 30 measurements of cell nuclei each (Street et al. 1993), with labels",
    "breast_cancer.csv",
    (
        *(f"mean {one}" for one in _MEASURED),
        *(f"{one} error" for one in _MEASURED),
        *(f"worst {one}" for one in _MEASURED),
    ),
)
EMBEDDED_TABLES = {table.name: table for table in (WINE, BREAST_CANCER)}


def read_embedded_table(table: EmbeddedTable, spec: DataSpec, reporter: Reporter) -> RawExamples:
    """Return a table of scikit-learn's, read from its file without importing scikit-learn.

    Its classes are the labels, unless the spec names a column.

    Raises
    ------
    DataError
        scikit-learn is installed without its data, or the spec names a column that there is not.
    """
    path = data_file(table.file, "The embedded tables")
    try:
        numbers = np.loadtxt(path, delimiter=",", skiprows=1, dtype=np.float64)
        with path.open(encoding="ascii", newline="") as file:
            classes = next(csv.reader(file))[2:]
    except (OSError, StopIteration, ValueError) as error:
        raise DataError(
            f"The embedded table {table.name} cannot be read from {path}.", "Reinstall scikit-learn."
        ) from error
    raw = array_examples(numbers[:, :-1], table.columns, table.name, table.name, spec, reporter)
    if raw.labels is not None:
        return raw
    return replace(raw, labels=numbers[:, -1].astype(np.int64), class_names=tuple(classes))
