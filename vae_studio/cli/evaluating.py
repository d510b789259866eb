"""``vae-studio evaluate``: the figures of every split, and the importance-weighted log-likelihood of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from vae_studio.cli.application import JsonOption, RunArgument, app
from vae_studio.cli.output import (
    figure_cells,
    figure_columns,
    figures_json,
    print_json,
    print_table,
    standard_error,
)

if TYPE_CHECKING:
    from vae_studio.runs.likelihood import SplitLikelihood
    from vae_studio.session import Evaluation, Run

SPLITS = ("train", "validation", "test")


@app.command()
def evaluate(
    run: RunArgument,
    split: Annotated[
        Literal["train", "validation", "test"] | None,
        typer.Option(help="Split whose log-likelihood is estimated; test if not given, where there is one."),
    ] = None,
    count: Annotated[
        int, typer.Option(min=1, help="How many of its examples, spread evenly over the split.")
    ] = 500,
    samples: Annotated[
        int, typer.Option(min=0, help="Importance samples for each example; 0 estimates no log-likelihood.")
    ] = 200,
    as_json: JsonOption = False,
) -> int:
    """Measure a run in nats per example: every split, and the importance-weighted log p(x) of one.

    The log-likelihood is kept in the run's folder, as likelihood.json.
    """
    from vae_studio.session import Session

    opened = Session().open(run)
    found = opened.evaluate()
    likelihood = None if samples == 0 else _likelihood(opened, found, split, count, samples)
    if as_json:
        print_json({"run": str(run.absolute()), "epoch": found.epoch, **_described(found, likelihood)})
    else:
        _tell(found, likelihood)
    return 0


def _likelihood(
    run: Run, found: Evaluation, split: str | None, count: int, samples: int
) -> SplitLikelihood | None:
    """Estimate and keep the log-likelihood; say why where the run has none."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    reason = run.likelihood_reason
    if reason:
        standard_error().print(f"No log-likelihood: {reason}")
        return None
    chosen = split or next(name for name in reversed(SPLITS) if getattr(found, name) is not None)
    words = TextColumn("Importance sampling"), BarColumn(), MofNCompleteColumn()
    with Progress(*words, console=standard_error(), transient=True) as display:
        task = display.add_task("", total=None)
        likelihood = run.likelihood(
            chosen,
            count,
            samples,
            progress=lambda done, total: display.update(task, completed=done, total=total),
        )
    run.keep_likelihood(likelihood)
    return likelihood


def _described(found: Evaluation, likelihood: SplitLikelihood | None) -> dict[str, Any]:
    splits = {split: getattr(found, split) for split in SPLITS}
    described: dict[str, Any] = {
        split: part
        and {"examples": part.examples, **(figures_json(part.figures) or {}), "active_units": part.active_units}
        for split, part in splits.items()
    }
    fields = {"split", "count", "samples", "mean", "standard_error"}
    described["log_likelihood"] = None if likelihood is None else likelihood.model_dump(include=fields)
    return described


def _tell(found: Evaluation, likelihood: SplitLikelihood | None) -> None:
    measured = {split: part for split in SPLITS if (part := getattr(found, split)) is not None}
    rows = [
        [split, f"{part.examples:,}", *figure_cells(part.figures), str(part.active_units)]
        for split, part in measured.items()
    ]
    columns = figure_columns([part.figures for part in measured.values()])
    print_table(["split", "examples", *columns, "active units"], rows)
    if likelihood is not None:
        error = "" if likelihood.standard_error is None else f" ± {likelihood.standard_error:.2f}"
        print(  # noqa: T201
            f"\n−log p(x) of {likelihood.split}: {-likelihood.mean:.2f}{error} nats, "
            f"{likelihood.count:,} examples, {likelihood.samples} importance samples each"
        )
