"""What commands print: one JSON object or a table on standard output, the rest on standard error."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from vae_studio.api import OutputError
from vae_studio.evaluation.figures import Figures

FIGURES = ("negative_elbo", "reconstruction", "kl", "unit")


def require_place(out: Path, *endings: str) -> None:
    """Refuse an output file before anything is computed for it.

    Raises
    ------
    OutputError
        Its name has none of the endings, or there is no such folder.
    """
    if endings and out.suffix.lower() not in endings:
        raise OutputError(f"{out.name} does not end in {' or '.join(endings)}.", "Choose one of these endings.")
    if not out.absolute().parent.is_dir():
        raise OutputError(
            f"There is no folder {out.parent}: {out} was not written.", "Create it or choose another."
        )


def standard_error() -> Console:
    """Return the console for progress and messages, which name files and columns: nothing is markup."""
    return Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def print_json(value: Any) -> None:
    """Print exactly one JSON value."""
    Console(soft_wrap=True, highlight=False, markup=False, emoji=False).out(
        json.dumps(value, allow_nan=False), highlight=False
    )


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None) -> None:
    """Print a table as wide as its contents ask for, and the terminal allows unless a `width` is given."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False, markup=False, emoji=False, width=width).print(table)


def figures_json(figures: Figures | None) -> dict[str, float | str | None] | None:
    """Return the three figures of a split, and the unit of the reconstruction; null for what does not exist."""
    return None if figures is None else {name: getattr(figures, name) for name in FIGURES}


def figure_columns(figures: Sequence[Figures]) -> list[str]:
    """Return the heads of the columns that :func:`figure_cells` fills."""
    unit = figures[0].unit if figures else "nats"
    return ["−ELBO, nats", "reconstruction, nats" if unit == "nats" else unit, "KL, nats"]


def figure_cells(figures: Figures) -> list[str]:
    """Return the three figures of a split; a dash for what does not exist."""
    places = 1 if figures.unit == "nats" else 5
    given = ((figures.negative_elbo, 1), (figures.reconstruction, places), (figures.kl, 2))
    return ["—" if value is None else f"{value:.{digits}f}" for value, digits in given]


def figures_words(figures: Figures) -> str:
    """Return the three figures of a split in words."""
    if figures.unit != "nats":
        kl = "" if figures.kl is None else f"  KL {figures.kl:.2f} nats"
        return f"{figures.unit} {figures.reconstruction:.5f}{kl}"
    if figures.kl is None or figures.negative_elbo is None:
        return f"reconstruction {figures.reconstruction:.1f} nats"
    return (
        f"−ELBO {figures.negative_elbo:.1f}  reconstruction {figures.reconstruction:.1f}  "
        f"KL {figures.kl:.2f} nats"
    )
