"""The table: every row of every scenario, with what was aimed at, and misses shown as misses."""

from __future__ import annotations

from collections.abc import Sequence

from vae_studio_bench.outcome import Outcome
from vae_studio_bench.processor_use import is_disturbing
from vae_studio_bench.rows import Row, shown

HEAD = ("", "measured", "target", "moonshot", "", "")
LEFT, RIGHT = str.ljust, str.rjust
ALIGNED = (LEFT, RIGHT, LEFT, LEFT, LEFT, LEFT)


def verdict(row: Row) -> str:
    """Return whether a row met its target, in one word; empty where it has none."""
    if row.met is None:
        return "not measured" if row.target else ""
    if not row.met:
        return "MISSED"
    return "moonshot" if row.moonshot_met else "met"


def as_text(outcomes: Sequence[Outcome]) -> str:
    """Return the table for a terminal."""
    cells = [[_cells(row) for row in outcome.rows] for outcome in outcomes]
    everyone = [HEAD, *(row for rows in cells for row in rows)]
    widths = [max(len(row[column]) for row in everyone) for column in range(len(HEAD) - 1)]
    parts = [_line(HEAD, widths)]
    for outcome, rows in zip(outcomes, cells, strict=True):
        parts += ["", f"{outcome.title or outcome.name}", "─" * min(100, sum(widths) + 2 * len(widths))]
        parts += [_line(row, widths) for row in rows]
        parts += [f"  {remark}" for remark in remarks(outcome)]
    return "\n".join(parts)


def as_markdown(outcomes: Sequence[Outcome]) -> str:
    """Return the table for a README."""
    lines = ["| what | measured | target | moonshot | | |", "| --- | ---: | --- | --- | --- | --- |"]
    for outcome in outcomes:
        lines.append(f"| **{_escaped(outcome.title or outcome.name)}** | | | | | |")
        lines += [f"| {' | '.join(_escaped(cell) for cell in _cells(row))} |" for row in outcome.rows]
        lines += [f"| {_escaped(remark)} | | | | | |" for remark in remarks(outcome)]
    return "\n".join(lines)


def remarks(outcome: Outcome) -> list[str]:
    """Return what to know about a scenario's figures as a whole."""
    found = [f"Failed: {outcome.failure}."] if outcome.failure else []
    if is_disturbing(outcome.used_by_others):
        found.append(f"Doubtful: other processes used {outcome.used_by_others:.0%} of the cores meanwhile.")
    return found


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return how many targets were met."""
    aims = [row for outcome in outcomes for row in outcome.rows if row.target]
    counts = [
        f"{sum(row.met is True for row in aims)} of {len(aims)} targets met",
        f"{sum(bool(row.met and row.moonshot_met) for row in aims)} moonshots",
        f"{sum(row.met is False for row in aims)} missed",
    ]
    unknown = sum(row.met is None for row in aims)
    return ", ".join(counts + ([f"{unknown} not measured"] if unknown else [])) + "."


def _cells(row: Row) -> tuple[str, ...]:
    value = "—" if row.value is None else f"{shown(row.value)} {row.unit}".rstrip()
    return (row.what, value, row.target, row.moonshot, verdict(row), row.note)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [align(cell, width) for align, cell, width in zip(ALIGNED, cells, widths, strict=False)]
    return "  ".join([*padded, cells[-1]]).rstrip()


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")
