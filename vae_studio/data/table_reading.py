"""What is wanted of a table's columns, and what reading them gives; the same for every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.dataset import Array

MOST_COLUMNS = 20_000
"""Columns of a table in a file; more are a table with its rows and columns exchanged."""

MOST_TEXTS = 1000
"""Different texts that a column may hold."""


class Role(Enum):
    """What becomes of a column: numbers, texts, whichever it holds, or nothing."""

    NUMBERS = "numbers"
    TEXTS = "texts"
    EITHER = "either"
    LEFT_OUT = "left out"


Roles: TypeAlias = Callable[[tuple[str, ...]], Sequence[Role]]
"""From the names of all columns to what becomes of each; refuses names that do not fit."""


@dataclass(frozen=True, eq=False)
class Texts:
    """A column of texts: the `values` that occur, and which of them each row has, int32 ``[N]``."""

    codes: Array
    values: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class RawTable:
    """The columns of a table that are wanted.

    Attributes
    ----------
    where
        The file, or the array of a file, for messages.
    names
        Names of the columns that were read, in the file's order.
    numbers
        The columns of numbers, in the file's order, ``[N, number of them]``.
    texts
        The columns of text, by name.
    rows
        What each row is called in messages, int64 ``[N]``.
    notes
        What the user should know.
    made_up
        Whether the file names no columns.
    """

    where: str
    names: tuple[str, ...]
    numbers: Array
    rows: Array
    texts: Mapping[str, Texts] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    made_up: bool = False

    @property
    def number_names(self) -> tuple[str, ...]:
        """Names of the columns of numbers."""
        return tuple(name for name in self.names if name not in self.texts)


def called(name: str) -> str:
    """Return the words for a column in messages."""
    return name if name.startswith("column ") else f"column {name!r}"


def check_count(columns: int, where: str) -> None:
    """Refuse a table with too many columns.

    Raises
    ------
    DataError
        Saying how many there are.
    """
    if columns > MOST_COLUMNS:
        raise DataError(
            f"{where} has {columns:,} columns; a table may have up to {MOST_COLUMNS:,}.",
            "Are rows and columns exchanged?",
        )


def check_names(names: Sequence[str], where: str) -> None:
    """Refuse a table of which two columns bear one name.

    Raises
    ------
    DataError
        Naming the columns.
    """
    places: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        first = places.setdefault(name, place)
        if first != place:
            raise DataError(
                f"{where}: columns {first} and {place} are both called {name!r}.", "Give each its own name."
            )


class TextCells:
    """Gathers the cells of a text column, each different text once."""

    def __init__(self, name: str, where: str) -> None:
        self._name, self._where = name, where
        self._values: dict[str, int] = {}
        self._codes: list[Array] = []

    def add(self, cells: Sequence[str], rows: Sequence[int]) -> None:
        """Take the cells of some rows.

        Raises
        ------
        DataError
            A cell is empty, or there are too many different texts.
        """
        values = self._values
        self._codes.append(np.array([values.setdefault(cell, len(values)) for cell in cells], np.int32))
        if "" in values:
            raise missing_cell(self._where, rows[list(cells).index("")], self._name)
        if len(values) > MOST_TEXTS:
            raise DataError(
                f"{self._where}: {called(self._name)} holds more than {MOST_TEXTS:,} different texts by row "
                f"{rows[-1]:,}.",
                "Leave it out (data.leave_out): these are no classes.",
            )

    def finished(self) -> Texts:
        """Return the column."""
        return Texts(np.concatenate([np.zeros(0, np.int32), *self._codes]), tuple(self._values))


def missing_cell(where: str, row: int, name: str, held: str = "") -> DataError:
    """Return the refusal of a cell that is empty, or holds a word for a missing value."""
    what = f"holds {held!r}, a missing value" if held else "is empty"
    return DataError(
        f"{where}: row {row:,}, {called(name)} {what}.",
        "Fill the cell in, leave out its row, or train without the column (data.leave_out).",
    )


def cell_without_number(where: str, row: int, name: str, cell: str, *, first: bool) -> DataError:
    """Return the refusal of a text where a number is wanted; `first` where the column begins with it."""
    shown = repr(cell if len(cell) <= 40 else cell[:40] + "…")
    if first:
        return DataError(
            f"{where}: {called(name)} holds text, such as {shown} in row {row:,}.",
            "Leave it out (data.leave_out), take it as the label (data.label), or turn its values into "
            "columns of 0 and 1 (data.categories = one_hot).",
        )
    return DataError(
        f"{where}: row {row:,}, {called(name)} holds {shown}, which is no number.",
        "Correct the cell, leave out its row, or train without the column (data.leave_out).",
    )
