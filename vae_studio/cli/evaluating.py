"""``vae-studio evaluate``: the figures of every split, and the importance-weighted log-likelihood of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from vae_studio.api import SpecError
from vae_studio.cli.application import JsonOption, RunArgument, app
from vae_studio.cli.main import INTERRUPTED
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
    from vae_studio.training.control import Control

SPLITS = ("train", "validation", "test")


@app.command()
def evaluate(
    run: RunArgument,
    split: Annotated[
        Literal["train", "validation", "test"] | None,
        typer.Option(help="Split whose log-likelihood is estimated; test if not given, where there is one."),
    ] = None,
    examples: Annotated[
        int,
        typer.Option("--examples", "--count", min=1, help="How many of its examples, spread over the split."),
    ] = 500,
    samples: Annotated[
        int,
        typer.Option(
            "--importance-samples",
            "--samples",
            min=0,
            help="Draws of z for each example; 0 estimates no log-likelihood.",
        ),
    ] = 200,
    as_json: JsonOption = False,
) -> int:
    """Measure a run in nats per example: every split, and the importance-weighted log p(x) of one.

    The log-likelihood is kept in the run's folder, as likelihood.json. Ctrl+C ends its estimate early and keeps
    what it has: examples drawn at random from those that were asked for (exit status 130).
    """
    from vae_studio.session import Session
    from vae_studio.training.control import Control

    opened = Session().open(run)
    found = opened.evaluate()
    control = Control()
    likelihood = None if samples == 0 else _likelihood(opened, found, split, examples, samples, control)
    if as_json:
        print_json({"run": str(run.absolute()), "epoch": found.epoch, **_described(found, likelihood)})
    else:
        _tell(found, likelihood)
    return INTERRUPTED if control.stopping else 0


def _likelihood(
    run: Run, found: Evaluation, split: str | None, examples: int, samples: int, control: Control
) -> SplitLikelihood | None:
    """Estimate and keep the log-likelihood; say why where the run has none."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from vae_studio.cli.training import stop_on_interrupt

    console = standard_error()
    reason = run.likelihood_reason
    if reason:
        console.print(f"No log-likelihood: {reason}")
        return None
    chosen = split or next(name for name in reversed(SPLITS) if getattr(found, name) is not None)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("examples,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with (
        Progress(TextColumn("Importance sampling"), *columns, console=console, transient=True) as display,
        stop_on_interrupt(control, console, "Stopping: the examples that are done are kept."),
    ):
        task = display.add_task("", total=None)
        try:
            likelihood = run.likelihood(
                chosen,
                examples,
                samples,
                progress=lambda done, total: display.update(task, completed=done, total=total),
                cancelled=lambda: control.stopping,
            )
        except SpecError:
            if control.stopping:  # before there was anything to keep
                return None
            raise
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
