"""The command that takes pictures of every screen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from vae_studio.api import SpecError
from vae_studio.cli.application import app
from vae_studio.cli.output import standard_error


@app.command()
def screens(
    folder: Annotated[Path, typer.Argument(help="Folder for the pictures.", show_default=False)],
    size: Annotated[str, typer.Option(help="Width and height of the window, logical pixels.")] = "1440x900",
    pixel_ratio: Annotated[
        float, typer.Option(help="Pixels of a picture for each logical pixel.", min=1.0, max=4.0)
    ] = 1.0,
    theme: Annotated[Literal["both", "dark", "light"], typer.Option(help="Which themes.")] = "both",
    dataset: Annotated[str, typer.Option(help="What is trained on for them.")] = "digits",
    epochs: Annotated[int, typer.Option(help="How long each of two runs is trained.", min=2)] = 30,
) -> int:
    """Take a picture of every screen of the window as PNG; needs no screen, and touches nothing of yours."""
    from vae_studio.gui.screens.taking import take_screens

    modes = ("dark", "light") if theme == "both" else (theme,)
    taken = take_screens(
        folder, size=_size(size), pixel_ratio=pixel_ratio, dataset=dataset, epochs=epochs, modes=modes
    )
    console = standard_error()
    for path in taken:
        console.print(f"Saved {path}")
    return 0


def _size(text: str) -> tuple[int, int]:
    """Return width and height.

    Raises
    ------
    SpecError
        The text is not two whole numbers with an x between them.
    """
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.isdigit() and height.isdigit()) or int(width) < 1 or int(height) < 1:
        raise SpecError(f"{text!r} is no size", remedy="Give width and height, such as 1440x900.")
    return int(width), int(height)
