"""A text file of cells, row by row: its encoding, its delimiter, and where each row stands."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from vae_studio.api.errors import DataError

DELIMITERS = (";", "\t", "|", ",")
LONGEST_LINE = 2**24
_SAMPLE_ROWS = 50
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class CsvRows:
    """The rows of a file, each with the number of the line where it begins.

    Blank lines are no rows, except between the rows of a file with one column: there a blank line is an
    empty cell.

    Parameters
    ----------
    path
        The file.

    Attributes
    ----------
    delimiter
        What separates its cells: comma, semicolon, tab or vertical bar.

    Raises
    ------
    DataError
        While reading: the text is not Unicode, a line has no end, or a quotation mark is not closed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encoding = _encoding(path)
        with self._open() as file:
            sample = "".join(_first_lines(self._lines(file)))
        self.delimiter = find_delimiter(sample)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Yield line number and cells, without the spaces around them."""
        blank: list[int] = []
        width = 0
        for number, cells in self._rows():
            if not cells:
                blank.append(number)
                continue
            if width == 1:
                yield from ((one, [""]) for one in blank)
            blank.clear()
            width = width or len(cells)
            yield number, cells

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield line number and cells; none of a line with nothing but spaces."""
        with self._open() as file:
            lines = _Remembering(self._lines(file))
            reader = csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True, strict=True)
            start = 1
            try:
                for row in reader:
                    is_blank = len(row) < 2 and not lines.last.strip()
                    yield start, [] if is_blank else [cell.strip() for cell in row]
                    start = reader.line_num + 1
            except csv.Error as error:
                raise DataError(
                    f"{self._path}: row {start:,} cannot be read as cells: {error}.",
                    "Is a quotation mark missing?",
                ) from error

    def _open(self) -> TextIO:
        return self._path.open(encoding=self._encoding, newline="")

    def _lines(self, file: TextIO) -> Iterator[str]:
        number = 0
        try:
            while line := file.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    raise DataError(
                        f"{self._path}: row {number:,} has more than {LONGEST_LINE:,} characters.",
                        "Are rows and columns exchanged?",
                    )
                yield line
        except UnicodeError as error:
            raise DataError(
                f"{self._path} is not a text in UTF-8{_place(self._path, self._encoding)}.",
                "Save it as CSV in UTF-8.",
            ) from error


class _Remembering:
    """Lines on their way, of which the last one is kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.last = line
            yield line


def find_delimiter(sample: str) -> str:
    """Return what separates the cells of the first lines of a file.

    The first of semicolon, tab, bar and comma that gives every line the same number of cells, more than
    one; where none does, the one that is most frequent in the first line.
    """
    lines = sample.splitlines(keepends=True)
    for delimiter in DELIMITERS:
        widths = {len(row) for row in _parsed(lines, delimiter)} - {0}
        if len(widths) == 1 and widths != {1}:
            return delimiter
    return max(reversed(DELIMITERS), key=(lines or [""])[0].count)


def _parsed(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if any(row)]
    except csv.Error:
        return []


def _first_lines(lines: Iterator[str]) -> Iterator[str]:
    for _, line in zip(range(_SAMPLE_ROWS), lines, strict=False):
        yield line


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise DataError(f"{path} is empty.", "Give a header row and rows of numbers.")
    return next((encoding for bom, encoding in _BOMS if start.startswith(bom)), "utf-8")


def _place(path: Path, encoding: str) -> str:
    """Return the words for the first line with bytes that are no UTF-8; empty for other encodings."""
    if not encoding.startswith("utf-8"):
        return ""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                return f": row {number:,} holds the byte {line[error.start]:#04x}"
    return ""
