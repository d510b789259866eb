"""Whether the first row of a text file names its columns, or holds the first values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from vae_studio.data.cell_numbers import MISSING, is_number, to_number


@dataclass(frozen=True)
class Header:
    """What the first row was taken for.

    Attributes
    ----------
    made_up
        Whether it holds values, and the columns are called ``column 1``, ``column 2`` and so on.
    note
        What the user should know of the choice; empty where there was none.
    """

    made_up: bool
    note: str = ""


_CALLED = "the columns are called column 1, column 2, …"
_NUMBERS = f"there is no header, since row {{row}} holds numbers alone; {_CALLED}"
_VALUES = f"there is no header, since row {{row}} has numbers where the next one has; {_CALLED}"
_NAMES = "row {row} was taken as the names of the columns, although some are numbers"


def find_header(
    row: int,
    first: Sequence[str],
    second: Sequence[str] | None,
    wanted: Collection[str],
    *,
    decimal_comma: bool,
) -> Header:
    """Say whether the first row of a file names its columns.

    It does where it holds no number, or every column that is asked for. Otherwise it holds values if all of
    its cells are numbers, or if it has numbers in the very columns in which the second row has them: unless
    those of the first row go up in equal steps, as years do, and those of the second row do not.

    Parameters
    ----------
    row
        What the first row is called in messages.
    first, second
        Cells of the first two rows; None where there is only one.
    wanted
        Names of columns that are asked for; may be empty.
    decimal_comma
        Whether a comma may be the decimal mark.
    """
    numbers = [is_number(cell, decimal_comma=decimal_comma) for cell in first]
    if not any(numbers):
        return Header(made_up=False)
    if wanted and set(wanted) <= set(first):
        return Header(made_up=False)
    if all(numbers):
        return Header(made_up=True, note=_NUMBERS.format(row=row))
    if _are_values(first, second, numbers, decimal_comma=decimal_comma):
        return Header(made_up=True, note=_VALUES.format(row=row))
    return Header(made_up=False, note=_NAMES.format(row=row))


def _are_values(
    first: Sequence[str], second: Sequence[str] | None, numbers: Sequence[bool], *, decimal_comma: bool
) -> bool:
    if second is None:
        return True
    if len(first) != len(second):
        return False
    known = [place for place, cell in enumerate(second) if cell.lower() not in MISSING]
    below = [place for place in known if is_number(second[place], decimal_comma=decimal_comma)]
    if not below or below != [place for place in known if numbers[place]]:
        return False
    return not _count_up([first[place] for place in below]) or _count_up([second[place] for place in below])


def _count_up(cells: Sequence[str]) -> bool:
    """Say whether numbers go up in equal steps; two alone, whether they are whole and one apart."""
    numbers = [to_number(cell) for cell in cells]
    if len(numbers) < 3:
        return len(numbers) == 2 and numbers[0].is_integer() and numbers[1] == numbers[0] + 1
    steps = np.diff(numbers)
    return bool(steps[0] > 0 and np.allclose(steps, steps[0], rtol=1e-6, atol=0))
