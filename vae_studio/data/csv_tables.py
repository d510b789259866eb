"""Tables in text files with delimiters: .csv, .tsv and their kin."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.cell_numbers import CellNumbers
from vae_studio.data.csv_rows import CsvRows
from vae_studio.data.headers import find_header
from vae_studio.data.large_arrays import Growing
from vae_studio.data.progress import Reporter
from vae_studio.data.table_reading import RawTable, Role, Roles, TextCells, check_count, check_names

CSV_SUFFIXES = frozenset({".csv", ".tsv", ".tab"})
_CELLS_AT_ONCE = 20_000

_Row = tuple[int, list[str]]


def read_csv_table(path: Path, roles: Roles, reporter: Reporter, wanted: Collection[str] = ()) -> RawTable:
    """Read the wanted columns of a text file; rows are counted as lines, from 1.

    The first row names the columns, unless :func:`~vae_studio.data.headers.find_header` takes it for values;
    the columns then are called ``column 1``, ``column 2`` and so on, which a note says. A column is one of
    numbers if its first cell is a number.

    Parameters
    ----------
    path
        The file: comma, semicolon, tab or bar between the cells; UTF-8 or, with a byte-order mark, UTF-16.
    roles
        Given the names of the columns, says what becomes of each.
    reporter
        Told of the progress.
    wanted
        Names of columns that are asked for; a first row that holds them all names the columns.

    Raises
    ------
    DataError
        Naming file, row and column of what cannot be read.
    """
    rows = CsvRows(path)
    comma = rows.delimiter != ","
    found = iter(rows)
    first = next(found, None)
    if first is None:
        raise DataError(f"{path} holds no cells.", "Give a header row and rows of numbers.")
    check_count(len(first[1]), str(path))
    if not any(first[1]):
        raise DataError(
            f"{path}: row {first[0]:,} is to name the columns, and all of its cells are empty.",
            "Take the row out, or fill in the names.",
        )
    second = next(found, None)
    header = find_header(first[0], first[1], None if second is None else second[1], wanted, decimal_comma=comma)
    names = _names([""] * len(first[1]) if header.made_up else first[1])
    check_names(names, str(path))
    body = _Body(path, names, tuple(roles(names)), CellNumbers(str(path), decimal_comma=comma))
    if header.made_up:
        body.add([first])
    done = 0
    for block in _blocks(chain([] if second is None else [second], found), path, names):
        body.add(block)
        done += len(block)
        reporter.report("reading", done, None)
    notes = (header.note,) if header.note else ()
    return body.finished(notes, made_up=header.made_up)


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell or f"column {number}" for number, cell in enumerate(cells, start=1))


def _blocks(found: Iterator[_Row], path: Path, names: tuple[str, ...]) -> Iterator[list[_Row]]:
    """Yield rows, as many at a time as are converted without holding up other threads."""
    most = max(1, _CELLS_AT_ONCE // len(names))
    block: list[_Row] = []
    for number, cells in found:
        if len(cells) != len(names):
            raise DataError(
                f"{path}: row {number:,} has {_cells(len(cells))}, and the first row {len(names):,}.",
                "Give every row as many cells; quote those that hold the delimiter.",
            )
        block.append((number, cells))
        if len(block) == most:
            yield block
            block = []
    if block:
        yield block


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number:,} cells"


class _Body:
    """The columns as they grow."""

    def __init__(
        self, path: Path, names: tuple[str, ...], roles: tuple[Role, ...], numbers: CellNumbers
    ) -> None:
        self._where = str(path)
        self._convert = numbers
        self._wanted = [(index, names[index], role) for index, role in enumerate(roles)]
        self._wanted = [one for one in self._wanted if one[2] is not Role.LEFT_OUT]
        self._texts = {
            name: TextCells(name, self._where) for _, name, role in self._wanted if role is Role.TEXTS
        }
        self._numbers, self._rows = Growing(), Growing()

    def add(self, block: Sequence[_Row]) -> None:
        numbers, rows = [number for number, _ in block], [cells for _, cells in block]
        columns = list(zip(*rows, strict=True))
        if not self._rows:
            self._decide(rows[0])
        converted = []
        for index, name, _ in self._wanted:
            if name in self._texts:
                self._texts[name].add(columns[index], numbers)
            else:
                first = not self._rows
                converted.append(self._convert.convert(name, columns[index], numbers, first=first))
        self._numbers.add(np.stack(converted, axis=1) if converted else np.zeros((len(rows), 0)))
        self._rows.add(np.array(numbers, np.int64))

    def _decide(self, cells: Sequence[str]) -> None:
        """Make columns that may be either into texts where their first cell is no number."""
        for index, name, role in self._wanted:
            if role is Role.EITHER and cells[index] and not self._convert.may_convert(cells[index]):
                self._texts[name] = TextCells(name, self._where)

    def finished(self, notes: tuple[str, ...], *, made_up: bool) -> RawTable:
        if not self._rows:
            raise DataError(f"{self._where} holds a header and no rows.", "Give rows of numbers below it.")
        return RawTable(
            self._where,
            tuple(name for _, name, _ in self._wanted),
            self._numbers.finished(),
            self._rows.finished(),
            {name: cells.finished() for name, cells in self._texts.items()},
            notes,
            made_up=made_up,
        )
