"""The program ``vae-studio`` and its groups of commands; each module of commands adds its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Train and explore variational autoencoders. Without a command, the window opens.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
plugins_app = typer.Typer(help="The installed plugins.", rich_markup_mode=None, no_args_is_help=True)
datasets_app = typer.Typer(help="The datasets that go by a name.", rich_markup_mode=None, no_args_is_help=True)
app.add_typer(plugins_app, name="plugins")
app.add_typer(datasets_app, name="datasets")

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
