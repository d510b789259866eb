"""The command that takes a run away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from vae_studio.cli.application import RunArgument, app
from vae_studio.cli.output import require_place, standard_error


@app.command()
def export(
    run: RunArgument,
    out: Annotated[
        Path, typer.Option(help="Python file to write (.py), or for savedmodel a folder.", show_default=False)
    ],
    form: Annotated[
        Literal["script", "savedmodel"],
        typer.Option("--as", help="A script that trains the model anew, or the trained networks."),
    ] = "script",
) -> int:
    """Take a run away: as one Python script, or as TensorFlow SavedModels; neither needs the studio."""
    from vae_studio.session import Session

    require_place(out, *([".py"] if form == "script" else []))
    opened = Session().open(run)
    console = standard_error()
    if form == "savedmodel":
        console.print(f"Saved {opened.export_saved_model(out)}")
        return 0
    for path in opened.export_script(out):
        console.print(f"Saved {path}")
    return 0
