"""``vae-studio runs``: the runs of the workspace, listed, compared, renamed, deleted and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from vae_studio.api import RunError
from vae_studio.cli.application import JsonOption, app
from vae_studio.cli.output import print_json, print_table, standard_error

if TYPE_CHECKING:
    from vae_studio.session.run_comparison import FigureRow, Value
    from vae_studio.session.run_library import LibraryRun

NONE = "—"
LEAST_COMPARED = 2
WIDE = 400
"""Characters of a line: a table that is too wide for its terminal wraps whole lines, not each cell."""
HELP = "The runs of the workspace: listed, compared, renamed, deleted and brought back."

runs_app = typer.Typer(help=HELP, rich_markup_mode=None)
app.add_typer(runs_app, name="runs")

NameArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="Name, folder or id of a run in the workspace, or its path.")
]


@runs_app.callback(invoke_without_command=True)
def _alone(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the runs of the workspace; see the commands for what can be done with them."""
    if context.invoked_subcommand is None:
        _print_list(as_json)


@runs_app.command("list")
def list_runs(as_json: JsonOption = False) -> int:
    """List all runs, newest first, the damaged ones included."""
    _print_list(as_json)
    return 0


@runs_app.command()
def rename(
    run: NameArgument, name: Annotated[str, typer.Argument(help="What it is called from now on.")]
) -> int:
    """Call a run something else; its id and its folder stay."""
    library = _library()
    found = library.find(run)
    library.rename(found.path, name)
    standard_error().print(f"{found.name} is called {' '.join(name.split())} now.")
    return 0


@runs_app.command()
def trash(
    runs: Annotated[list[str], typer.Argument(metavar="RUN...", help="Names, folders or ids of runs.")],
) -> int:
    """Move runs to the folder .trash of their workspace; never one that is being trained."""
    library = _library()
    for found in [library.find(run) for run in runs]:
        place = library.trash(found.path).place
        standard_error().print(f"{found.name} is in {place} now; 'vae-studio runs restore' brings it back.")
    return 0


@runs_app.command()
def restore(
    folder: Annotated[
        str | None,
        typer.Argument(metavar="[FOLDER]", help="Folder of a run in the trash; lists them if not given."),
    ] = None,
) -> int:
    """Bring a run back from the workspace's trash."""
    library = _library()
    waiting = {trashed.place.name: trashed for trashed in library.trashed()}
    if folder is None:
        print_table(["in the trash"], [[name] for name in waiting])
        return 0
    if folder not in waiting:
        there = f"It holds {', '.join(waiting)}." if waiting else "It is empty."
        raise RunError(f"There is no run {folder!r} in the trash of {library.workspace}.", there)
    standard_error().print(f"Brought back {library.restore(waiting[folder])}")
    return 0


@runs_app.command()
def compare(
    runs: Annotated[list[str], typer.Argument(metavar="RUN RUN...", help="Names, folders or ids of runs.")],
    as_json: JsonOption = False,
) -> int:
    """Set test figures and settings of runs side by side; differences are from the first run."""
    if len(runs) < LEAST_COMPARED:
        raise RunError("There is only one run to compare.", "Name two or more.")
    library = _library()
    comparison = library.compare([library.find(run) for run in runs])
    names = [run.name for run in comparison.runs]
    if as_json:
        print_json(
            {
                "runs": [_described(run) for run in comparison.runs],
                "figures": [_figure_json(row) for row in comparison.figures],
                "settings": {row.key: list(row.values) for row in comparison.settings},
                "caution": comparison.caution,
            }
        )
        return 0
    if comparison.caution:
        standard_error().print(f"Warning: {comparison.caution}")
    print_table(["test split", *names], [_figure_cells(row) for row in comparison.figures], width=WIDE)
    print_table(["setting", *names], [[row.key, *row.values] for row in comparison.settings], width=WIDE)
    return 0


def _library() -> Any:
    from vae_studio.session import Session

    return Session().library


def _print_list(as_json: bool) -> None:
    library = _library()
    runs = library.runs()
    if as_json:
        print_json([_described(run) for run in runs])
        return
    if not runs:
        standard_error().print(f"There are no runs in {library.workspace} yet.")
        return
    heads = [
        "run",
        "dataset",
        "model",
        "KL strategy",
        "epochs",
        "test −ELBO",
        "recon.",
        "KL",
        "active",
        "IW-NLL",
    ]
    print_table([*heads, "status", "started"], [_cells(run) for run in runs], width=WIDE)
    for run in runs:
        if run.remark:
            standard_error().print(f"{run.path.name}: {run.remark}")


def _cells(run: LibraryRun) -> list[str]:
    from vae_studio.session.run_words import STATUS_WORDS, started_words

    figures = (run.negative_elbo, run.reconstruction, run.kl)
    places = (1, 1 if run.unit == "nats" else 5, 2)
    name = run.name if run.name == run.path.name else f"{run.name} ({run.path.name})"
    return [
        name,
        run.dataset or NONE,
        run.model or NONE,
        run.strategy or NONE,
        _of(run.entry.epochs),
        *(_number(value, digits) for value, digits in zip(figures, places, strict=True)),
        _of(run.entry.active),
        NONE if run.iw_nll_error is None else f"{run.iw_nll:.1f} ± {run.iw_nll_error:.1f}",
        STATUS_WORDS[run.entry.status],
        started_words(run.entry.created) or NONE,
    ]


def _described(run: LibraryRun) -> dict[str, Any]:
    """Return a run as ``--json`` prints it; null for what does not exist."""
    entry, test = run.entry, run.test
    epochs, active = entry.epochs or (None, None), entry.active or (None, None)
    return {
        "name": run.name,
        "path": str(run.path),
        "id": entry.id or None,
        "dataset": run.dataset or None,
        "model": run.model or None,
        "kl_strategy": run.strategy or None,
        "epochs": epochs[0],
        "planned_epochs": epochs[1],
        "test": None if test is None else test.model_dump(exclude={"kl_per_dimension"}),
        "active_units": active[0],
        "latent_size": active[1],
        "iw_nll": run.iw_nll,
        "iw_nll_standard_error": run.iw_nll_error,
        "status": entry.status,
        "message": run.remark or entry.message,
        "created": entry.created or None,
    }


def _figure_json(row: FigureRow) -> dict[str, Any]:
    return {
        "figure": row.name,
        "unit": row.unit,
        "values": [_value_json(value) for value in row.values],
        "differences": [_value_json(value) for value in row.differences],
    }


def _value_json(value: Value | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"mean": value.mean, "standard_error": value.standard_error, "paired": value.paired}


def _figure_cells(row: FigureRow) -> list[str]:
    cells = [f"{row.name}, {row.unit}"]
    for value, difference in zip(row.values, row.differences, strict=True):
        by = "" if difference is None else f" ({_with_error(difference, row.places, '+')})"
        cells.append(NONE if value is None else f"{_with_error(value, row.places)}{by}")
    return cells


def _with_error(value: Value, places: int, sign: str = "-") -> str:
    text = f"{value.mean:{sign}.{places}f}"
    if value.standard_error is None:
        return text
    return f"{text} ± {value.standard_error:.{places}f}{' paired' if value.paired else ''}"


def _of(pair: tuple[int, int] | None) -> str:
    return NONE if pair is None else f"{pair[0]} / {pair[1]}"


def _number(value: float | None, places: int) -> str:
    return NONE if value is None else f"{value:.{places}f}"
