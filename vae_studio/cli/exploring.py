"""The commands that look around in a run's latent space: traverse, interpolate, reconstruct."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vae_studio.api import OutputError
from vae_studio.cli.application import RunArgument, app
from vae_studio.cli.output import print_table, require_place, standard_error

if TYPE_CHECKING:
    import numpy as np

    from vae_studio.session import Run

ScaleOption = Annotated[int, typer.Option(min=1, max=64, help="Pixels of the picture per pixel.")]
EpochOption = Annotated[
    int | None, typer.Option(min=1, help="Epoch whose weights are used; the latest ones if not given.")
]


@app.command()
def traverse(
    run: RunArgument,
    out: Annotated[Path, typer.Option(help="Picture (.png), animation (.gif) or arrays (.npz) to write.")],
    start: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Image to start from; the prior's mean if not given."),
    ] = None,
    example: Annotated[
        int | None, typer.Option(min=0, help="Example of the dataset to start from, counted from 0.")
    ] = None,
    steps: Annotated[int, typer.Option(min=2, max=200, help="Pictures in a row.")] = 11,
    spacing: Annotated[
        Literal["sigma", "quantile"],
        typer.Option(help="Equal steps in standard deviations of the prior, or its quantiles."),
    ] = "sigma",
    extent: Annotated[
        float,
        typer.Option("--range", min=0.01, max=100.0, help="Standard deviations to both sides of the mean."),
    ] = 3.0,
    rows: Annotated[
        int, typer.Option(min=1, max=1000, help="Dimensions at most, those that carry most first.")
    ] = 64,
    scale: ScaleOption = 1,
    epoch: EpochOption = None,
) -> int:
    """Sweep each latent dimension of a run, the others held, one row each; those with most KL on top."""
    from vae_studio.latent.strips import of_traversals
    from vae_studio.latent.traversal import TraversalRequest
    from vae_studio.session import Session

    require_place(out, ".png", ".gif", ".npz")
    if start is not None and example is not None:
        raise OutputError("--from and --example are two starts.", "Give one of them.")
    opened = Session().open(run, epoch=epoch)
    code = None
    if start is not None:
        code = opened.posterior_map(_image(opened, start)[None])[0][0]
    elif example is not None:
        code = opened.posterior_map(opened.example(example)[None])[0][0]
    found = opened.traverse(code, TraversalRequest(steps, spacing, extent, rows))
    if spacing != found.request.spacing:
        standard_error().print(f"{found.reason} The steps are equal instead.")
    of_traversals(found).save(out, scale, opened.metadata())
    standard_error().print(f"Saved {out}")
    return 0


@app.command()
def interpolate(
    run: RunArgument,
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="Image at one end.")],
    last: Annotated[Path, typer.Argument(metavar="LAST", help="Image at the other end.")],
    out: Annotated[Path, typer.Option(help="Strip (.png), animation (.gif) or arrays (.npz) to write.")],
    path: Annotated[
        Literal["linear", "spherical"],
        typer.Option(help="A straight line, or an arc about the prior's mean."),
    ] = "linear",
    steps: Annotated[int, typer.Option(min=2, max=1000, help="Pictures, both ends among them.")] = 11,
    scale: ScaleOption = 1,
    epoch: EpochOption = None,
) -> int:
    """Decode the path between two images, from the mean of one posterior to the mean of the other."""
    from vae_studio.latent.strips import of_interpolation
    from vae_studio.session import Session

    require_place(out, ".png", ".gif", ".npz")
    opened = Session().open(run, epoch=epoch)
    ends = [_image(opened, file) for file in (first, last)]
    found = opened.interpolate(ends[0], ends[1], steps, path)
    words = {"From": first.name, "To": last.name}
    of_interpolation(found).save(out, scale, {**opened.metadata(), **words})
    standard_error().print(f"Saved {out}")
    return 0


@app.command()
def reconstruct(
    run: RunArgument,
    out: Annotated[
        Path | None,
        typer.Option(help="Picture (.png) or arrays (.npz) to write; prints a table if not given."),
    ] = None,
    split: Annotated[
        Literal["train", "validation", "test"] | None,
        typer.Option(help="Whose examples; test if not given, where there are any."),
    ] = None,
    order: Annotated[
        Literal["worst", "best", "random"], typer.Option(help="Which of them, by their reconstruction.")
    ] = "worst",
    count: Annotated[int, typer.Option(min=1, max=100_000, help="How many.")] = 24,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the random choice.")] = 0,
    pairs: Annotated[int, typer.Option(min=1, max=100, help="Pairs in a row of the picture.")] = 6,
    scale: ScaleOption = 1,
    epoch: EpochOption = None,
) -> int:
    """Show the examples that a run reconstructs worst or best, each beside its reconstruction."""
    from vae_studio.latent.strips import of_reconstructions
    from vae_studio.session import Session

    if out is not None:
        require_place(out, ".png", ".npz")
    opened = Session().open(run, epoch=epoch)
    found = opened.reconstructions(split or "", order, count, seed)
    if out is not None:
        of_reconstructions(found, pairs).save(out, scale, opened.metadata())
        standard_error().print(f"Saved {out}")
        return 0
    places = 1 if found.unit == "nats" else 5
    classes = [""] * len(found) if found.labels is None else [found.class_names[i] for i in found.labels]
    lines = [
        [str(index), name, f"{figure:.{places}f}"]
        for index, name, figure in zip(found.indices, classes, found.figures, strict=True)
    ]
    unit = "−log p(x|z), nats" if found.unit == "nats" else found.unit
    print_table([f"{found.split} example", "class", unit], lines)
    return 0


def _image(run: Run, file: Path) -> np.ndarray:
    """Return an image file as an example of the run's dataset, uint8 ``[H, W, C]``."""
    from vae_studio.data.images import read_and_fit

    if run.layout is not None:
        raise OutputError(f"{file.name} is no start for a run on a table.", "Use --example, or another run.")
    return read_and_fit(file, run.data_shape, run.spec.data)
