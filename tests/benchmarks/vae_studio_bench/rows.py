"""The rows of the table: what was measured, what was aimed at, and whether it was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SIGNIFICANT = 3


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    what
        What was measured, and under which conditions.
    value
        The figure, as a rule a median over the rounds; None where it could not be measured.
    unit
        Of the figure: ``images/s``, ``×``, ``ms``.
    target, moonshot
        What was aimed at, in words such as ``≥ 3.5 ×``; empty where nothing was.
    met
        Whether the target was reached; None where there is none, or no figure.
    note
        Why it was missed, the range of the rounds, what to know about the figure.
    moonshot_met
        Whether the moonshot was reached, too.
    figures
        The single figures behind the value, as plain data, for the JSON file alone.
    """

    what: str
    value: float | None
    unit: str = ""
    target: str = ""
    moonshot: str = ""
    met: bool | None = None
    note: str = ""
    moonshot_met: bool | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Row:
        """Return the row that :meth:`as_json` wrote."""
        return cls(**data)


def at_least(
    what: str,
    value: float | None,
    unit: str,
    target: float,
    moonshot: float | None = None,
    *,
    note: str = "",
    figures: Mapping[str, Any] | None = None,
) -> Row:
    """Return a row whose figure should be the target or above.

    >>> at_least("studio ÷ eager", 1.9, "×", 1.7, 2.2).met
    True
    """
    return _compared("≥", what, value, unit, target, moonshot, note, figures)


def at_most(
    what: str,
    value: float | None,
    unit: str,
    target: float,
    moonshot: float | None = None,
    *,
    note: str = "",
    figures: Mapping[str, Any] | None = None,
) -> Row:
    """Return a row whose figure should be the target or below.

    >>> at_most("longest gap while training", 55.0, "ms", 40.0, 20.0).met
    False
    """
    return _compared("≤", what, value, unit, target, moonshot, note, figures)


def known(what: str, value: float | None, unit: str, *, note: str = "", **figures: Any) -> Row:
    """Return a row of a figure at which nothing was aimed: what others are compared with."""
    return Row(what, value, unit, note=note, figures=figures)


def shown(value: float) -> str:
    """Return a figure with as many digits as can be believed.

    >>> [shown(value) for value in (9992.4, 41.23, 1.2345, 0.0)]
    ['9,992', '41.2', '1.23', '0.00']
    """
    whole = len(str(int(abs(value))))
    return f"{value:,.{max(0, SIGNIFICANT - whole)}f}"


def _compared(
    sign: str,
    what: str,
    value: float | None,
    unit: str,
    target: float,
    moonshot: float | None,
    note: str,
    figures: Mapping[str, Any] | None,
) -> Row:
    def reached(bound: float | None) -> bool | None:
        if value is None or bound is None:
            return None
        return value >= bound if sign == "≥" else value <= bound

    def words(bound: float | None) -> str:
        return "" if bound is None else f"{sign} {bound:g} {unit}".rstrip()

    return Row(
        what,
        value,
        unit,
        words(target),
        words(moonshot),
        reached(target),
        note,
        reached(moonshot),
        dict(figures or {}),
    )
