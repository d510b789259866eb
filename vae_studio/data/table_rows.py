"""Other rows become examples of a model, by its layout alone: the data that it was trained on is not needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.array_tables import array_table
from vae_studio.data.arrays import find_array
from vae_studio.data.dataset import Array
from vae_studio.data.progress import Reporter
from vae_studio.data.table_columns import one_hot
from vae_studio.data.table_files import TABLE_SUFFIXES, is_table_file, read_table
from vae_studio.data.table_layout import TableField, TableLayout
from vae_studio.data.table_reading import RawTable, Role, called

ROW_SUFFIXES = TABLE_SUFFIXES | {".npy", ".npz"}
"""Endings of the files that can hold rows."""

_NAMED = 5


@dataclass(frozen=True, eq=False)
class TableRows:
    """Rows of a file as examples of a model.

    Attributes
    ----------
    examples
        float32 ``[N, D]``, scaled as the model's own.
    numbers
        Which row of the file each is, as messages count, int64 ``[N]``.
    notes
        What the user should know.
    """

    examples: Array
    numbers: Array
    notes: tuple[str, ...] = ()


def read_rows(path: Path, layout: TableLayout, array: str | None = None) -> TableRows:
    """Read the rows of a file for a model.

    Columns are matched by name, in any order; columns that the model has not are left out with a note. A
    file without names has its columns in the model's order.

    Parameters
    ----------
    path
        A CSV or Parquet file, or an array file.
    layout
        The model's columns.
    array
        Name of the array in an .npz file.

    Raises
    ------
    DataError
        The file cannot be read, a column is missing, or a cell does not fit: the message names file, row
        and column.
    """
    matching = _Matching(str(path), layout.fields)
    try:
        table = matching.ordered(_read(path, array, matching))
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.", "Give a table file.") from error
    numbers, _ = one_hot(table, layout.categories)
    examples = layout.scaling.forward(numbers)
    wrong = np.argwhere(~np.isfinite(examples))
    if len(wrong):
        row, column = wrong[0]
        raise DataError(
            f"{path}: row {table.rows[row]:,}, {called(layout.columns[column])} is too far from the training "
            f"data: {numbers[row, column]:g}.",
            "Correct the cell, or leave out its row.",
        )
    return TableRows(examples, table.rows, table.notes)


def _read(path: Path, name: str | None, matching: _Matching) -> RawTable:
    if path.suffix.lower() in (".npy", ".npz"):
        array, names, where = find_array(path, name)
        if array.ndim != 2:
            raise DataError(
                f"{where} has the shape {array.shape}, which is no table.", "Give rows of numbers, [N, D]."
            )
        return array_table(array, names, where, matching.roles, Reporter())
    if not is_table_file(path):
        raise DataError(
            f"{path} is not a table, and this run was trained on one.",
            f"Give a file that ends in {', '.join(sorted(ROW_SUFFIXES))}.",
        )
    return read_table(path, matching.roles, Reporter(), matching.wanted)


class _Matching:
    """Finds the columns of a model among those of a file."""

    def __init__(self, where: str, fields: Sequence[TableField]) -> None:
        self._where = where
        self._fields = fields
        self._names: dict[str, str] = {}
        self._notes: tuple[str, ...] = ()

    @property
    def wanted(self) -> list[str]:
        """Names of the columns that a file must have."""
        return [field.name for field in self._fields]

    def roles(self, names: tuple[str, ...]) -> Sequence[Role]:
        wanted = self.wanted
        self._names = {name: name for name in wanted}
        if not set(wanted) <= set(names) and _made_up(names) and len(names) == len(wanted):
            self._names = dict(zip(wanted, names, strict=True))
        else:
            self._require(wanted, names)
        extra = [name for name in names if name not in self._names.values()]
        if extra:
            self._notes = (f"{self._where}: {_listing(extra)} left out, which the run was not trained on",)
        of = {self._names[field.name]: Role.TEXTS if field.values else Role.NUMBERS for field in self._fields}
        return [of.get(name, Role.LEFT_OUT) for name in names]

    def _require(self, wanted: Sequence[str], names: tuple[str, ...]) -> None:
        missing = [name for name in wanted if name not in names]
        if not missing:
            return
        if _made_up(names):
            raise DataError(
                f"{self._where} has {len(names):,} columns without names, and the run was trained on "
                f"{len(wanted):,}.",
                f"Give these, in this order: {', '.join(wanted[:20])}{', …' if len(wanted) > 20 else ''}.",
            )
        raise DataError(
            f"{self._where} lacks {_listing(missing)} of the {len(wanted):,} that the run was trained on.",
            "Name the columns as in the training data.",
        )

    def ordered(self, table: RawTable) -> RawTable:
        """Return a table with the model's names in the model's order."""
        present = {name: index for index, name in enumerate(table.number_names)}
        order = [present[self._names[field.name]] for field in self._fields if not field.values]
        return replace(
            table,
            names=tuple(field.name for field in self._fields),
            numbers=table.numbers[:, order],
            texts={field.name: table.texts[self._names[field.name]] for field in self._fields if field.values},
            notes=(*(f"{self._where}: {note}" for note in table.notes), *self._notes),
        )


def _made_up(names: Sequence[str]) -> bool:
    return all(re.fullmatch(r"column \d+", name) for name in names)


def _listing(names: Sequence[str]) -> str:
    words = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    return f"column {words}" if len(names) == 1 else f"columns {words}"
