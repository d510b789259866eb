"""Texts as numbers: with a decimal point, or with a decimal comma where no comma separates the cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from vae_studio.api.errors import DataError
from vae_studio.data.dataset import Array
from vae_studio.data.table_reading import called, cell_without_number, missing_cell

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?"})


def is_number(cell: str, *, decimal_comma: bool) -> bool:
    """Say whether a cell is a finite number, whichever decimal mark the other cells have."""
    return _number(cell) is not None or (decimal_comma and _number(cell.replace(",", ".", 1)) is not None)


def to_number(cell: str) -> float:
    """Return a cell that :func:`is_number`, whichever decimal mark it has."""
    number = _number(cell)
    return float(cell.replace(",", ".", 1)) if number is None else number


class CellNumbers:
    """Turns cells of one file into numbers; the decimal mark is the same in the whole file.

    Parameters
    ----------
    where
        The file, for messages.
    decimal_comma
        Whether a comma may be the decimal mark.
    """

    def __init__(self, where: str, *, decimal_comma: bool) -> None:
        self._where = where
        self._comma_allowed = decimal_comma
        self._mark = ""

    def may_convert(self, cell: str) -> bool:
        """Say whether a cell is a number, or stands for a missing one."""
        return cell.lower() in MISSING or is_number(cell, decimal_comma=self._comma_allowed)

    def convert(self, name: str, cells: Sequence[str], rows: Sequence[int], *, first: bool) -> Array:
        """Return the cells of one column as float64 ``[n]``.

        Parameters
        ----------
        name
            The column.
        cells, rows
            Texts without spaces around them, and which row each is from.
        first
            Whether these are the first cells of the column.

        Raises
        ------
        DataError
            A cell is empty or no number, naming the first one.
        """
        joined = "".join(cells)
        comma = self._comma_allowed and "," in joined
        point = "." in joined
        mixed = (comma and point) or (comma and self._mark == ".") or (point and self._mark == ",")
        if not mixed and "_" not in joined:
            texts = [cell.replace(",", ".", 1) for cell in cells] if comma else cells
            try:
                numbers = np.array([float(text) for text in texts], np.float64)
            except ValueError:
                pass
            else:
                if np.isfinite(numbers).all():
                    self._mark = "," if comma else "." if point else self._mark
                    return numbers
        return self._one_by_one(name, cells, rows, first=first)

    def _one_by_one(self, name: str, cells: Sequence[str], rows: Sequence[int], *, first: bool) -> Array:
        numbers = np.empty(len(cells))
        for index, cell in enumerate(cells):
            numbers[index] = self._cell(name, cell, rows[index], first=first and index == 0)
        return numbers

    def _cell(self, name: str, cell: str, row: int, *, first: bool) -> float:
        if cell.lower() in MISSING:
            raise missing_cell(self._where, row, name, cell)
        number, mark = _number(cell), "." if "." in cell else ""
        if number is None and self._comma_allowed and "." not in cell:
            number, mark = _number(cell.replace(",", ".", 1)), ","
        if number is None:
            raise cell_without_number(self._where, row, name, cell, first=first)
        if mark and self._mark not in ("", mark):
            words = {",": "a decimal comma", ".": "a decimal point"}
            raise DataError(
                f"{self._where}: row {row:,}, {called(name)} holds {cell!r} with {words[mark]}, "
                f"and other cells have {words[self._mark]}.",
                "Write all numbers in one way.",
            )
        self._mark = mark or self._mark
        return number


def _number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in cell else None
