"""``vae-studio kl-lab``: fit one Gaussian to another and print where that ends."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from vae_studio.api import SpecError, TrainingError
from vae_studio.cli.application import JsonOption, app
from vae_studio.cli.output import print_json, print_table, require_place, standard_error
from vae_studio.kl_lab import KLFit, KLProblem, Target
from vae_studio.kl_lab.files import ENDINGS, save_course
from vae_studio.kl_lab.problem import Direction, Estimate, Family, Optimiser, Start
from vae_studio.kl_lab.target import EXAMPLE

DIRECTIONS = {"reverse": "KL(q‖p)", "forward": "KL(p‖q)"}


@app.command("kl-lab")
def kl_lab(
    raw: Annotated[
        str | None,
        typer.Option(metavar="T1,T2,…", help="FillScaleTriL's input for p's scale: d(d+1)/2 numbers."),
    ] = None,
    covariance: Annotated[
        str | None, typer.Option(metavar="A,B,…", help="p's covariance instead: d×d numbers, row by row.")
    ] = None,
    family: Annotated[Family, typer.Option(help="Which covariances q can have.")] = "diagonal",
    direction: Annotated[
        Direction, typer.Option(help="What is minimised: reverse is KL(q‖p), forward is KL(p‖q).")
    ] = "reverse",
    steps: Annotated[int, typer.Option(help="Updates of q.")] = 200,
    estimate: Annotated[
        Estimate, typer.Option(help="The closed form's gradient, or that of a mean over draws.")
    ] = "analytic",
    samples: Annotated[int, typer.Option(help="Draws per step of a Monte Carlo estimate.")] = 64,
    optimiser: Annotated[Optimiser, typer.Option(help="With the constants of Keras.")] = "adam",
    learning_rate: Annotated[float, typer.Option(help="Of the optimiser.")] = 0.05,
    start: Annotated[Start, typer.Option(help="q before the first step.")] = "standard_normal",
    seed: Annotated[int, typer.Option(help="Of the Monte Carlo draws.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Table (.csv) or arrays (.npz) of every step.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Fit a Gaussian q to a Gaussian p = N(0, L Lᵀ) by gradient descent on their KL divergence.

    Figures are nats in closed form, also for Monte Carlo fits. The scale printed is a list of standard
    deviations of q, or for the full family its lower triangular matrix.
    """
    from vae_studio.session import Session

    problem = KLProblem(
        target=_target(raw, covariance),
        family=family,
        direction=direction,
        estimate=estimate,
        samples=samples,
        optimiser=optimiser,
        learning_rate=learning_rate,
        steps=steps,
        start=start,
        seed=seed,
    )
    if out is not None:
        require_place(out, *ENDINGS)
    fit = Session().kl_lab(problem)
    if out is not None:
        save_course(out, fit)
        standard_error().print(f"Saved {out}")
    if fit.diverged:
        raise TrainingError(
            f"After step {fit.steps}, q was no longer made of finite numbers.",
            "Give a smaller --learning-rate.",
        )
    if as_json:
        print_json(_described(fit))
    else:
        _print(fit)
    return 0


def _target(raw: str | None, covariance: str | None) -> Target:
    if raw is not None and covariance is not None:
        raise SpecError("--raw and --covariance both say what p is; give one of them.")
    if covariance is not None:
        return Target.from_covariance(_numbers("covariance", covariance))
    return Target.from_raw(EXAMPLE if raw is None else _numbers("raw", raw))


def _numbers(key: str, text: str) -> list[float]:
    numbers = []
    for place, part in enumerate(text.split(","), start=1):
        try:
            numbers.append(float(part))
        except ValueError:
            raise SpecError(f"entry {place}, {part.strip()!r}, is not a number", key) from None
    return numbers


def _described(fit: KLFit) -> dict[str, Any]:
    problem = fit.problem
    return {
        "kl_start": float(fit.kl[0]),
        "kl_final": float(fit.kl[-1]),
        "kl_optimum": fit.kl_optimum,
        "loc": _plain(fit.loc[-1]),
        "scale": _plain(_scale(fit, fit.scale[-1])),
        "best_scale": _plain(_scale(fit, fit.best_scale)),
        "family": problem.family,
        "direction": problem.direction,
        "estimate": problem.estimate,
        "steps": fit.steps,
        "target_scale": _plain(problem.target.scale),
        "target_covariance": _plain(problem.target.covariance),
        "stages": [{"bijector": stage.bijector, "value": _plain(stage.value)} for stage in fit.stages],
    }


def _print(fit: KLFit) -> None:
    problem = fit.problem
    rows = [[stage.bijector, _words(stage.value)] for stage in fit.stages]
    rows += [
        ["target scale L", _words(problem.target.scale)],
        ["target covariance", _words(problem.target.covariance)],
        [f"{DIRECTIONS[problem.direction]} at the start", f"{fit.kl[0]:.7f} nats"],
        [f"after step {fit.steps}", f"{fit.kl[-1]:.7f} nats"],
        [f"best {problem.family} q", f"{fit.kl_optimum:.7f} nats"],
        ["mean of q", _words(fit.loc[-1])],
        ["scale of q", _words(_scale(fit, fit.scale[-1]))],
        ["scale of the best q", _words(_scale(fit, fit.best_scale))],
    ]
    print_table(["", "value"], rows)


def _scale(fit: KLFit, scale: np.ndarray) -> np.ndarray:
    """Return the standard deviations of a diagonal q, or the lower triangle of a full one."""
    return scale if fit.problem.family == "full" else np.diag(scale)


def _plain(values: np.ndarray) -> list[Any]:
    """Return nested lists in which no zero is negative."""
    plain: list[Any] = (values + 0.0).tolist()
    return plain


def _words(values: np.ndarray | Sequence[float]) -> str:
    array = np.asarray(values) + 0.0
    if array.ndim == 2:
        return "[" + ", ".join(_words(row) for row in array) + "]"
    return "[" + ", ".join(f"{value:.7g}" for value in array) + "]"
