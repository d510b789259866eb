"""``vae-studio compare``: the latent planes of two runs in one picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from vae_studio.cli.application import app
from vae_studio.cli.output import require_place, standard_error


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="RUN_A", help="Folder of a run.")],
    second: Annotated[Path, typer.Argument(metavar="RUN_B", help="Folder of another run on the same data.")],
    out: Annotated[Path, typer.Option(help="Picture to write (.png).")],
    split: Annotated[
        Literal["train", "validation", "test"] | None,
        typer.Option(help="Whose examples are encoded; test if not given, where there are any."),
    ] = None,
    side: Annotated[
        int, typer.Option(min=100, max=2000, help="Side of each plot, pixels before scaling.")
    ] = 420,
    scale: Annotated[float, typer.Option(min=0.5, max=8.0, help="Pixels of the picture per pixel.")] = 2.0,
) -> int:
    """Draw the latent planes of two runs side by side: encoded examples above, decoded tiles below."""
    require_place(out, ".png")
    from vae_studio.session import Session

    Session().compare(first, second, split=split).save(out, side, scale)
    standard_error().print(f"Saved {out}")
    return 0
