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


def add_group(name: str, help: str) -> typer.Typer:
    """Return a group of commands, which by itself prints its help."""
    group = typer.Typer(help=help, rich_markup_mode=None)

    @group.callback(invoke_without_command=True)
    def alone(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            print(context.get_help())  # noqa: T201

    alone.__doc__ = help
    app.add_typer(group, name=name)
    return group


plugins_app = add_group("plugins", "The installed plugins.")
datasets_app = add_group("datasets", "The datasets that go by a name.")

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
